import "server-only";
import type { EventCondition, JobEvent, KeyOf } from "./job-definition";

/**
 * The part of Inngest's expression language (CEL) that the embedded runner understands: fields of `event` and
 * `async`, literals, `+` of texts, `==`, `!=` and `&&`. Anything else is refused, never guessed.
 */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

interface Scope {
  readonly event: JobEvent;
  readonly async: JobEvent | null;
}
type Value = (scope: Scope) => unknown;

const TOKEN =
  /\s*(?:(?<path>(?:event|async)(?:\.[A-Za-z_$][\w$]*)+)|(?<text>'[^'\\]*'|"[^"\\]*")|(?<number>-?\d+(?:\.\d+)?)|(?<word>true|false|null)\b|(?<operator>==|!=|&&|\+))/y;

interface Token {
  readonly kind: "value" | "operator";
  readonly text: string;
  readonly value: Value;
}

/** @throws ExpressionError for what is not understood. */
export function compileKey(expression: string): KeyOf {
  const tokens = tokenise(expression);
  if (tokens.some(({ kind, text }) => kind === "operator" && text !== "+")) throw refusal(expression);
  const value = sumOf(tokens, expression);
  return (event) => textOf(value({ event, async: null }));
}

/** @throws ExpressionError for what is not understood. */
export function compileCondition(expression: string): EventCondition {
  const comparisons = splitBy(tokenise(expression), "&&").map((part) => comparisonOf(part, expression));
  return (event, async) => comparisons.every((holds) => holds({ event, async }));
}

function comparisonOf(tokens: readonly Token[], expression: string): (scope: Scope) => boolean {
  const at = tokens.findIndex(({ kind, text }) => kind === "operator" && (text === "==" || text === "!="));
  if (at === -1) throw refusal(expression);
  const left = sumOf(tokens.slice(0, at), expression);
  const right = sumOf(tokens.slice(at + 1), expression);
  const wantsEqual = tokens[at]?.text === "==";
  return (scope) => {
    const [a, b] = [left(scope), right(scope)];
    if (a === undefined || b === undefined) return false;
    return Object.is(a, b) === wantsEqual;
  };
}

function sumOf(tokens: readonly Token[], expression: string): Value {
  const parts = splitBy(tokens, "+").map((part) => {
    const [only, ...rest] = part;
    if (only === undefined || only.kind !== "value" || rest.length > 0) throw refusal(expression);
    return only.value;
  });
  const [first, ...others] = parts;
  if (first === undefined) throw refusal(expression);
  if (others.length === 0) return first;
  return (scope) => parts.map((part) => textOf(part(scope))).join("");
}

function splitBy(tokens: readonly Token[], operator: string): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "operator" && token.text === operator) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

function tokenise(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const end = expression.trimEnd().length;
  while (pattern.lastIndex < end) {
    const match = pattern.exec(expression);
    if (match === null) throw refusal(expression);
    tokens.push(tokenOf(match));
  }
  if (tokens.length === 0) throw refusal(expression);
  return tokens;
}

function tokenOf(match: RegExpExecArray): Token {
  const { path, text, number, word, operator } = match.groups ?? {};
  if (operator !== undefined) return { kind: "operator", text: operator, value: () => undefined };
  if (path !== undefined) return { kind: "value", text: path, value: (scope) => readPath(scope, path) };
  const literal = text !== undefined ? text.slice(1, -1) : JSON.parse(number ?? word ?? "null");
  return { kind: "value", text: match[0], value: () => literal };
}

function readPath(scope: Scope, path: string): unknown {
  const [root, ...fields] = path.split(".");
  let value: unknown = root === "event" ? scope.event : scope.async;
  for (const field of fields) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, field)) return undefined;
    value = Reflect.get(value, field);
  }
  return value;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}

function refusal(expression: string): ExpressionError {
  return new ExpressionError(
    `The expression "${expression}" is not understood here: only fields of event and async, literals, +, ==, != and && are.`,
  );
}
