import { ApiError, parameterError } from "../http/api-error";
import { type Call, type Endpoint, NO_PARAMETERS, pathPart, readText } from "../http/endpoint";
import { optional, text } from "../http/parameter";
import { hasPrivilege } from "../http/permissions";
import { findMapping, type Mapping } from "../world/mapped-devices";

const KINDS = ["dir", "pci", "usb"] as const;
const PRIVILEGES = ["Mapping.Use", "Mapping.Modify", "Mapping.Audit"];
const PATH = "/cluster/mapping";

export const MAPPING_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: PATH,
    permission: "all",
    parameters: NO_PARAMETERS,
    answer: () => KINDS.map((name) => ({ name })),
  },
  ...KINDS.flatMap((kind): Endpoint[] => [
    {
      method: "GET",
      path: `${PATH}/${kind}`,
      permission: "all",
      parameters: { "check-node": optional(text()) },
      answer: (call) => list(call, kind),
    },
    {
      method: "GET",
      path: `${PATH}/${kind}/{id}`,
      permission: { path: `/mapping/${kind}/{id}`, privileges: PRIVILEGES, any: true },
      parameters: NO_PARAMETERS,
      answer: (call) => {
        const id = pathPart(call, "id");
        const mapping = findMapping(call.world, kind, id);
        if (!mapping) throw new ApiError(500, `mapping '${id}' not found`);
        return { ...configOf(mapping), type: kind, digest: "d".repeat(40) };
      },
    },
  ]),
];

function list(call: Call, kind: Mapping["kind"]): object[] {
  const { world, account } = call;
  const node = readText(call, "check-node");
  if (node !== undefined && !world.nodes.has(node)) {
    throw parameterError({ "check-node": `invalid format - no such cluster node '${node}'\n` });
  }
  return world.scenario.mappings
    .filter((mapping) => mapping.kind === kind)
    .filter(({ id }) =>
      PRIVILEGES.some((right) => hasPrivilege(world, account, `/mapping/${kind}/${id}`, right)),
    )
    .map((mapping) => ({ ...configOf(mapping), ...(node === undefined ? {} : checks(mapping, node)) }));
}

function configOf(mapping: Mapping): object {
  return {
    id: mapping.id,
    description: mapping.description ?? "",
    map: Object.entries(mapping.nodes).map(([node, device]) => mapText(mapping.kind, node, device)),
    "live-migration-capable": mapping.kind === "pci" && mapping.liveMigration ? 1 : undefined,
  };
}

function mapText(kind: Mapping["kind"], node: string, device: string): string {
  switch (kind) {
    case "pci":
      return `id=10de:20b5,iommugroup=14,node=${node},path=${device},subsystem-id=10de:1533`;
    case "usb":
      return `id=${device},node=${node}`;
    case "dir":
      return `node=${node},path=${device}`;
  }
}

/** What is wrong with a mapping on a node, as PVE words it for each kind. */
function checks(mapping: Mapping, node: string): object {
  const missing = mapping.nodes[node] === undefined;
  if (mapping.kind === "usb") {
    return missing
      ? { errors: [{ severity: "warning", message: `No mapping for node ${node}.` }] }
      : { errors: [] };
  }
  return { checks: missing ? [{ severity: "warning", message: `No mapping for node ${node}.` }] : [] };
}
