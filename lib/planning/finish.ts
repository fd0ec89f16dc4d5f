/** Does all stages of a work at once. */
export function finish<Result>(stages: Generator<undefined, Result>): Result {
  for (let stage = stages.next(); ; stage = stages.next()) if (stage.done) return stage.value;
}
