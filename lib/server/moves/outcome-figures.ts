import "server-only";
import type { MoveOutcome, MovePrediction } from "@/lib/api/moves";
import type { ClusterFigures, NodeFigures } from "@/lib/planning/move-effect";

export type OutcomeFigures = Pick<MoveOutcome, "nodes" | "cluster">;
type Figures = OutcomeFigures["nodes"][number]["after"];

const UNKNOWN: Figures = { score: null, cpu: null, memory: null };

export interface OutcomeOf {
  readonly fromNode: string;
  readonly toNode: string;
  readonly predicted: MovePrediction;
}

/** Before, as predicted and after, of both nodes and the cluster; `after` is null while there is none. */
export function outcomeFigures(
  { fromNode, toNode, predicted }: OutcomeOf,
  after: ClusterFigures | null,
): OutcomeFigures {
  const { nodes, worstShare } = predicted;
  const node = (name: string, role: "source" | "target") => ({
    node: name,
    role,
    before: figuresFrom(nodes?.[role].before),
    predicted: figuresFrom(nodes?.[role].after),
    after: figuresFrom(after?.nodes.get(name)),
  });
  return {
    nodes: [node(fromNode, "source"), node(toNode, "target")],
    cluster: {
      health: {
        before: predicted.scoreBefore ?? null,
        predicted: predicted.scoreAfter ?? null,
        after: after?.health ?? null,
      },
      worstShare: {
        before: worstShare?.before ?? null,
        predicted: worstShare?.after ?? null,
        after: after?.worstShare ?? null,
      },
    },
  };
}

/** Such as `After an hour: pve1 memory 61 % (was 80 %, predicted 60 %); pve2 …; health 84 (was 71, predicted 85).` */
export function outcomeSentence(after: string, { nodes, cluster }: OutcomeFigures): string {
  const { before, predicted, after: now } = cluster.health;
  const parts = [
    ...nodes.map((node) => {
      const key = leadingResource(node);
      const [was, wished, is] = [node.before[key], node.predicted[key], node.after[key]];
      return `${node.node} ${RESOURCES[key]} ${percent(is)} (was ${percent(was)}, predicted ${percent(wished)})`;
    }),
    `health ${points(now)} (was ${points(before)}, predicted ${points(predicted)})`,
  ];
  return `After ${after}: ${parts.join("; ")}.`;
}

const RESOURCES = { cpu: "CPU", memory: "memory" } as const;

/** The resource of which the move was to change more. */
function leadingResource({ before, predicted }: OutcomeFigures["nodes"][number]): "cpu" | "memory" {
  const change = (key: "cpu" | "memory") => Math.abs((predicted[key] ?? 0) - (before[key] ?? 0));
  return change("cpu") > change("memory") ? "cpu" : "memory";
}

function figuresFrom(figures: NodeFigures | undefined): Figures {
  return figures ? { score: figures.score, cpu: figures.cpu, memory: figures.memory } : UNKNOWN;
}

function percent(share: number | null): string {
  return share === null ? "unknown" : `${Math.round(share * 100)} %`;
}

function points(value: number | null): string {
  return value === null ? "unknown" : String(Math.round(value));
}
