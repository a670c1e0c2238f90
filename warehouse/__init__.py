"""SQL only: migrations, steps, views, macros and named queries; installed as the resource package `claimhouse.sql`."""
