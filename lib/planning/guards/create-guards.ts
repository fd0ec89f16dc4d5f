import type { ClusterModel } from "../model/cluster-model";
import { ALL_GUARDS } from "./all-guards";
import type { Guard, GuardQuestion, MovePurpose, Refusal, RefusalCode } from "./guard";

/** The one place where search, ordering, best node and manual moves ask whether a guest may go to a node. */
export interface Guards {
  /** The first refusal in the order of {@link ALL_GUARDS}; null when the move is allowed. */
  readonly refuse: (question: GuardQuestion) => RefusalCode | null;
  /** The same for one guest of an affinity group that moves as a whole: leaving the others is no reason. */
  readonly refuseInGroup: (question: GuardQuestion) => RefusalCode | null;
  /** The same for a stop on the way of a guest that is in a wrong place as it is: pins and the others of its group do not count. */
  readonly refuseStop: (question: GuardQuestion) => RefusalCode | null;
  readonly explain: (question: GuardQuestion, code: RefusalCode) => Refusal;
}

/** Answers of guards that depend on the model alone, kept because a search asks for each of them many times. */
interface Answers {
  readonly ofGuest: Uint8Array;
  readonly ofTarget: Uint8Array;
  readonly ofPair: Uint8Array;
}

const CODES: readonly RefusalCode[] = ALL_GUARDS.flatMap(({ codes }) => codes);
const NOT_ASKED = 0;
const ALLOWED = 1;

const FIRST = ALL_GUARDS.slice(0, 1);
const LATER = ALL_GUARDS.slice(1);
const ABOUT_GUEST = LATER.filter((guard) => guard.dependsOn === "model" && guard.about === "guest");
const ABOUT_TARGET = LATER.filter((guard) => guard.dependsOn === "model" && guard.about === "target");
const ABOUT_BOTH = LATER.filter((guard) => guard.dependsOn === "model" && !guard.about);
const ABOUT_PLACEMENT = LATER.filter((guard) => guard.dependsOn === "placement");
const ABOUT_STOP = ALL_GUARDS.filter(({ codes }) => !codes.includes("pin") && !codes.includes("affinity"));
const ABOUT_PLACEMENT_IN_GROUP = ABOUT_PLACEMENT.filter(({ codes }) => !codes.includes("affinity"));

/** Guards for one model. Answers that cannot change while it is searched are asked for once. */
export function createGuards(model: ClusterModel): Guards {
  const answers = new Map<MovePurpose, Answers>();
  const answersFor = (purpose: MovePurpose): Answers => {
    const known = answers.get(purpose);
    if (known) return known;
    const made = {
      ofGuest: new Uint8Array(model.guests.length),
      ofTarget: new Uint8Array(model.nodes.length),
      ofPair: new Uint8Array(model.guests.length * model.nodes.length),
    };
    answers.set(purpose, made);
    return made;
  };

  const byModel = (question: GuardQuestion): RefusalCode | null => {
    const { ofGuest, ofTarget, ofPair } = answersFor(question.purpose);
    const { guest, target } = question;
    return (
      remembered(ofGuest, guest, ABOUT_GUEST, question) ??
      remembered(ofTarget, target, ABOUT_TARGET, question) ??
      remembered(ofPair, guest * model.nodes.length + target, ABOUT_BOTH, question)
    );
  };

  return {
    refuse: (question) => ask(FIRST, question) ?? byModel(question) ?? ask(ABOUT_PLACEMENT, question),
    refuseInGroup: (question) =>
      ask(FIRST, question) ?? byModel(question) ?? ask(ABOUT_PLACEMENT_IN_GROUP, question),
    refuseStop: (question) => ask(ABOUT_STOP, question),
    explain: explainRefusal,
  };
}

/** One sentence with the figures that matter, and what can be done about it. */
export function explainRefusal(question: GuardQuestion, code: RefusalCode): Refusal {
  const guard = ALL_GUARDS.find(({ codes }) => codes.includes(code));
  if (!guard) throw new RangeError(`No guard refuses with ${code}.`);
  return guard.explain(question, code);
}

function remembered(
  answers: Uint8Array,
  place: number,
  guards: readonly Guard[],
  question: GuardQuestion,
): RefusalCode | null {
  const known = answers[place] ?? NOT_ASKED;
  if (known === ALLOWED) return null;
  if (known !== NOT_ASKED) return CODES[known - 2] ?? null;
  const code = ask(guards, question);
  answers[place] = code === null ? ALLOWED : CODES.indexOf(code) + 2;
  return code;
}

function ask(guards: readonly Guard[], question: GuardQuestion): RefusalCode | null {
  for (const guard of guards) {
    const code = guard.check(question);
    if (code !== null) return code;
  }
  return null;
}
