import type { FirstAdmin } from "@/scripts/start/make-first-admin";

/** The block a person looks for after a start. */
export function readyMessage(start: {
  readonly address: string;
  readonly admin: FirstAdmin | null;
  readonly dataDirectory: string;
  readonly database: string;
  readonly demo: boolean;
}): string {
  const rows: readonly (readonly [string, string])[] = [
    ["Address", start.address],
    ...(start.admin
      ? ([
          ["User", start.admin.username],
          ["Password", `${start.admin.password}  (one-time: shown only now, changed at the first sign-in)`],
        ] as const)
      : []),
    ["Data", start.dataDirectory],
    ["Database", start.database],
    [
      "Clusters",
      start.demo ? "built-in demo cluster (simulated; goes when you connect your own)" : "your own",
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`);
  return `\nEvenkeel is ready.\n${lines.join("\n")}\n\n`;
}
