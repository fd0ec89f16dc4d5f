const PURE = "^lib/(inventory|scoring|planning|insights|automation|settings)/";

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "pure-shelves-stay-pure",
      comment:
        "Inventory, scoring, planning, insights and automation take data and return data: no framework, database, clock or network.",
      severity: "error",
      from: { path: PURE },
      to: { pathNot: [PURE, "^node_modules/(zod|yaml)/"] },
    },
    {
      name: "inventory-knows-nothing-above-it",
      comment: "planning -> scoring -> inventory -> settings, never back.",
      severity: "error",
      from: { path: "^lib/inventory/" },
      to: { path: "^lib/(scoring|planning|insights|automation)/" },
    },
    {
      name: "scoring-knows-no-planning",
      severity: "error",
      from: { path: "^lib/scoring/" },
      to: { path: "^lib/(planning|insights|automation)/" },
    },
    {
      name: "planning-knows-no-automation",
      comment: "automation -> planning -> scoring -> inventory -> settings, never back.",
      severity: "error",
      from: { path: "^lib/planning/" },
      to: { path: "^lib/automation/" },
    },
    {
      name: "automation-decides-about-plans-only",
      severity: "error",
      from: { path: "^lib/automation/" },
      to: { path: "^lib/", pathNot: "^lib/(automation|planning|scoring|settings|inventory)/" },
    },
    {
      name: "checker-stands-alone",
      comment:
        "The checker re-derives what the planner claims: it shares the shapes of input and plan with it, and no code.",
      severity: "error",
      from: { path: "^lib/planning/checker/" },
      to: {
        path: "^lib/planning/",
        pathNot: [
          "^lib/planning/checker/",
          "^lib/planning/(plan|planning-input|planning-settings)\\.ts$",
          "^lib/planning/rules/placement-rule\\.ts$",
        ],
      },
    },
    {
      name: "settings-know-nobody",
      severity: "error",
      from: { path: "^lib/settings/" },
      to: { path: "^lib/", pathNot: "^lib/settings/" },
    },
    {
      name: "contracts-stay-light",
      comment: "lib/api is shared with browsers: zod and the pure shelves only.",
      severity: "error",
      from: { path: "^lib/api/" },
      to: { path: "^(lib|app|components|inngest)/", pathNot: [PURE, "^lib/api/"] },
    },
    {
      name: "browser-code-never-reaches-the-server-shelf",
      comment: "Components and browser code use lib/api, lib/client and the pure shelves.",
      severity: "error",
      from: { path: "^(components|lib/client)/" },
      to: { path: "^(lib/server|prisma|inngest|lib/simulator)/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "lib-never-imports-upward",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(app|components|inngest|tests|scripts)/" },
    },
    {
      name: "simulator-stands-alone",
      comment:
        "The simulator is a foreign program to us: nothing of lib/server in it, and only scripts and tests start it.",
      severity: "error",
      from: { path: "^lib/simulator/" },
      to: { path: "^lib/", pathNot: ["^lib/simulator/", PURE] },
    },
    {
      name: "nobody-imports-the-simulator",
      severity: "error",
      from: { path: "^(app|components|inngest|lib)/", pathNot: "^lib/simulator/" },
      to: { path: "^lib/simulator/" },
    },
    {
      name: "app-has-no-database",
      comment: "Pages and routes call lib/server; only lib/server imports Prisma, pg and proxmox-api.",
      severity: "error",
      from: { path: "^(app|components|inngest|lib)/", pathNot: "^lib/server/" },
      to: {
        path: "(^node_modules/(@prisma|pg|pg-copy-streams|proxmox-api|undici)/|^prisma/generated|^lib/server/db/)",
      },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|prisma/generated|coverage)" },
    tsPreCompilationDeps: true,
    webpackConfig: { fileName: ".dependency-cruiser.resolve.cjs" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
