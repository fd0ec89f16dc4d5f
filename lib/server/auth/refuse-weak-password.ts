import "server-only";
import { AppError } from "@/lib/server/http/app-error";

/** Words that most leaked passwords of twelve characters and more are made of, and this product's own. */
const COMMON_WORDS = [
  "password",
  "passwort",
  "passw0rd",
  "p@ssw0rd",
  "p@ssword",
  "motdepasse",
  "contrasena",
  "administrator",
  "admin",
  "letmein",
  "welcome",
  "changeme",
  "qwertyuiop",
  "qwerty",
  "qwertz",
  "azerty",
  "asdfghjkl",
  "asdfgh",
  "zxcvbnm",
  "1q2w3e4r5t6y",
  "1q2w3e4r",
  "1qaz2wsx3edc",
  "1qaz2wsx",
  "q1w2e3r4",
  "iloveyou",
  "trustno1",
  "secret",
  "default",
  "monkey",
  "dragon",
  "master",
  "superman",
  "batman",
  "football",
  "baseball",
  "basketball",
  "sunshine",
  "princess",
  "whatever",
  "starwars",
  "computer",
  "internet",
  "samsung",
  "michael",
  "jennifer",
  "charlie",
  "shadow",
  "summer",
  "winter",
  "spring",
  "autumn",
  "login",
  "guest",
  "root",
  "toor",
  "test",
  "user",
  "server",
  "linux",
  "debian",
  "evenkeel",
  "proxmox",
  "cluster",
  "virtual",
  "mypassword",
  "thisis",
  "my",
  "the",
  "is",
  "pass",
  "word",
  "abc",
] as const;

const RUNS = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
];
const FEWEST_OWN_CHARACTERS = 6;

/**
 * Refuses a password that is guessed early: made of the user's own names, of the most common words, of runs
 * (`123456…`, `qwerty…`) or of repetitions. Its length is the contract's business.
 */
export function refuseWeakPassword(password: string, names: readonly string[]): void {
  const problem = weaknessOf(password.normalize("NFKC").toLowerCase(), names);
  if (problem) throw new AppError("invalid_input", problem, [{ path: "password", message: problem }]);
}

function weaknessOf(password: string, names: readonly string[]): string | null {
  const added = withoutWords(password, ownWords(names)).replace(/[^\p{L}\p{N}]/gu, "");
  if (added.length < FEWEST_OWN_CHARACTERS) {
    return "The password must not be the user's own name with a little added.";
  }
  if (new Set(password).size < 5) return "The password repeats too few different characters.";
  if (/^(.{1,6}?)\1+.{0,3}$/u.test(password)) return "The password only repeats itself.";
  return isCommon(password)
    ? "The password is one of the most common ones; choose several unrelated words."
    : null;
}

/** The names, their parts, and the names written as one word. */
function ownWords(names: readonly string[]): readonly string[] {
  const words = names.flatMap((name) => {
    const parts = name.toLowerCase().split(/[\s._@-]+/);
    return [name.toLowerCase(), ...parts, parts.join("")];
  });
  return words.filter((word) => word.length >= 3);
}

/** Common words and runs, with a year or a few signs at most. */
function isCommon(password: string): boolean {
  const rest = withoutRuns(withoutWords(password, COMMON_WORDS));
  return rest.length < 8 && rest.replace(/[^\p{L}]/gu, "").length < 3;
}

function withoutWords(password: string, words: readonly string[]): string {
  return [...words]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, word) => rest.split(word).join(""), password);
}

/** Without stretches of four or more neighbours on the keyboard or in the alphabet, either way round. */
function withoutRuns(password: string): string {
  let rest = "";
  let at = 0;
  while (at < password.length) {
    const length = runLength(password, at);
    if (length < 4) rest += password[at];
    at += length < 4 ? 1 : length;
  }
  return rest;
}

function runLength(password: string, at: number): number {
  const forwardAndBack = RUNS.flatMap((run) => [run, [...run].reverse().join("")]);
  let length = 1;
  while (
    at + length < password.length &&
    forwardAndBack.some((run) => run.includes(password.slice(at, at + length + 1)))
  ) {
    length += 1;
  }
  return length;
}
