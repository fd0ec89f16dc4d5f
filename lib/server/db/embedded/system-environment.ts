import "server-only";

/** All that the PostgreSQL programs are given: none of our variables, which hold secrets. */
export const SYSTEM_ENVIRONMENT = {
  NODE_ENV: "production",
  LC_ALL: "C",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
} as const;
