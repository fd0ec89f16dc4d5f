import { highAvailabilityConcerns, quorumConcerns, versionConcerns } from "./cluster-concerns";
import type { ClusterFacts, Concern } from "./concern";
import { endpointConcerns } from "./endpoint-concerns";
import { tokenConcerns } from "./token-concerns";
import { certificateConcerns, clockConcerns } from "./trust-concerns";

/** Everything about a connection that is worth a sentence, good or bad, the worst first. */
export function findConcerns(facts: ClusterFacts): readonly Concern[] {
  const found = [
    ...endpointConcerns(facts),
    ...certificateConcerns(facts),
    ...clockConcerns(facts),
    ...quorumConcerns(facts),
    ...versionConcerns(facts),
    ...highAvailabilityConcerns(facts),
    ...tokenConcerns(facts),
  ];
  const rank = { critical: 0, warning: 1, info: 2, ok: 3 } as const;
  return found.sort((a, b) => rank[a.severity] - rank[b.severity]);
}
