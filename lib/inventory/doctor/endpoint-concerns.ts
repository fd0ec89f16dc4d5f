import { type ClusterFacts, type Concern, concern, type ExaminedEndpoint } from "./concern";

export function endpointConcerns({ endpoints, nodes }: ClusterFacts): readonly Concern[] {
  const title = "Endpoints";
  const answering = endpoints.filter(({ failure }) => failure === null);
  const down = endpoints.flatMap(({ label, failure }) =>
    failure
      ? [
          concern({
            id: `endpoint-down/${label}`,
            severity: answering.length === 0 ? "critical" : "warning",
            title,
            subject: label,
            ...failure,
          }),
        ]
      : [],
  );
  const names = new Set(answering.map(({ clusterName }) => clusterName).filter((name) => name !== null));
  const strangers = names.size > 1 || haveNoNodeInCommon(answering);
  return [
    ...down,
    ...(strangers
      ? [
          concern({
            id: "endpoints-differ",
            severity: "critical",
            title,
            call: "GET /cluster/status",
            message: `The endpoints belong to different clusters (${[...names].join(", ") || "single hosts"}). Keep those of one cluster and connect the others on their own.`,
          }),
        ]
      : []),
    ...(endpoints.length === 1 && nodes.length > 1
      ? [
          concern({
            id: "endpoint-single",
            severity: "info",
            title,
            message: `Only one of ${nodes.length} nodes is an endpoint: while it is down, the cluster cannot be read. Add a second host to the connection.`,
          }),
        ]
      : []),
    ...(down.length === 0 && !strangers && endpoints.length > 0
      ? [concern({ id: "endpoints", severity: "ok", title, message: answerSentence(endpoints) })]
      : []),
  ];
}

function answerSentence(endpoints: readonly ExaminedEndpoint[]): string {
  const slowest = Math.max(...endpoints.map(({ latencyMs }) => latencyMs ?? 0));
  const who = endpoints.length === 1 ? "The endpoint answers" : `All ${endpoints.length} endpoints answer`;
  return `${who}, the slowest in ${Math.round(slowest)} ms.`;
}

function haveNoNodeInCommon(endpoints: readonly ExaminedEndpoint[]): boolean {
  const lists = endpoints.map(({ nodes }) => nodes).filter((nodes) => nodes.length > 0);
  const [first, ...others] = lists;
  return first !== undefined && others.some((nodes) => !nodes.some((node) => first.includes(node)));
}
