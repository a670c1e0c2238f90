"""SQL only: migrations, steps, views and named queries; installed as the resource package `claimhouse.sql`."""
