import { FILTER_FIELDS, type FilterField, findFilterField } from "./filter-fields";
import type { FilterOperator, FilterProblem, FilterTerm, ParsedFilter } from "./filter-term";
import { parseQuantity } from "./parse-quantity";
import { splitTerms } from "./split-terms";

const OPERATORS: Readonly<Record<string, FilterOperator>> = {
  ":": "is",
  "=": "is",
  "!=": "not",
  "~": "contains",
  ">": "over",
  ">=": "at-least",
  "<": "under",
  "<=": "at-most",
};

/**
 * Reads a filter such as `node:pve1 tag:db,web cpu>50 -state:stopped name~web "two words"`.
 *
 * Terms are joined by "and"; commas inside a term mean "or"; a leading `-` or `!` turns a term round.
 * A term that cannot be read becomes a problem and filters nothing, so that typing never empties the table.
 */
export function parseFilter(text: string): ParsedFilter {
  const terms: FilterTerm[] = [];
  const problems: FilterProblem[] = [];

  for (const piece of splitTerms(text)) {
    const result = parseTerm(piece);
    if ("message" in result) problems.push(result);
    else terms.push(result);
  }
  return { terms, problems };
}

function parseTerm(text: string): FilterTerm | FilterProblem {
  const negated = /^[-!]./.test(text);
  const body = negated ? text.slice(1) : text;
  const match = /^([a-z]+)(!=|>=|<=|[:=~<>])(.*)$/i.exec(body);
  const symbol = match?.[2];
  const operator = symbol === undefined ? undefined : OPERATORS[symbol];

  if (!match || operator === undefined) return plainWord(text, body, negated);

  const name = (match[1] ?? "").toLowerCase();
  const field = findFilterField(name);
  if (!field)
    return {
      text,
      message: `“${name}” is no field. Fields: ${FILTER_FIELDS.map((f) => f.name).join(", ")}.`,
    };

  const values = valuesOf(match[3] ?? "");
  if (values.length === 0) return { text, message: `A value is missing after “${name}${symbol}”.` };

  const problem = problemWith(field, operator, values);
  if (problem) return { text, message: problem };
  return { field: name, operator, values, negated, text };
}

function plainWord(text: string, body: string, negated: boolean): FilterTerm | FilterProblem {
  const value = unquote(body).toLowerCase();
  if (value === "") return { text, message: "There is nothing to look for." };
  return { field: null, operator: "contains", values: [value], negated, text };
}

function valuesOf(text: string): readonly string[] {
  return text
    .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((value) => unquote(value).trim().toLowerCase())
    .filter((value) => value !== "");
}

function unquote(text: string): string {
  return text.replaceAll('"', "");
}

function problemWith(field: FilterField, operator: FilterOperator, values: readonly string[]): string | null {
  const compares = operator !== "is" && operator !== "not" && operator !== "contains";
  if (field.kind === "text") {
    return compares ? `“${field.name}” is text: use “:” or “~”, such as ${field.example}.` : null;
  }
  if (operator === "contains") return null;
  const unreadable = values.find((value) => parseQuantity(value, field.unit) === null);
  return unreadable === undefined
    ? null
    : `“${unreadable}” is no number that “${field.name}” understands; try ${field.example}.`;
}
