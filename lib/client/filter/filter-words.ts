import { formatBytes } from "../format/format-bytes";
import { formatDuration } from "../format/format-duration";
import { findFilterField } from "./filter-fields";
import type { FilterOperator, FilterTerm } from "./filter-term";
import { parseQuantity } from "./parse-quantity";

const TITLES: Readonly<Record<string, string>> = {
  id: "ID",
  ha: "HA",
  cpu: "CPU",
  cpus: "virtual CPUs",
  mem: "memory in use",
  memory: "memory",
  disk: "boot disk",
  io: "disk IO",
  net: "network",
};

const WORDS: Readonly<Record<FilterOperator, string>> = {
  is: "is",
  not: "is not",
  contains: "contains",
  over: "over",
  "at-least": "at least",
  under: "under",
  "at-most": "at most",
};

/** A filter as a reader says it: `node is pve1 or pve2, CPU over 50 %, not: state is stopped`; null without terms. */
export function filterWords(terms: readonly FilterTerm[]): string | null {
  return terms.length === 0 ? null : terms.map(termWords).join(", ");
}

function termWords({ field, operator, values, negated }: FilterTerm): string {
  const listed = values.map((value) => valueWords(field, value)).join(" or ");
  const said = field === null ? `“${listed}” anywhere` : `${titleOf(field)}${WORDS[operator]} ${listed}`;
  return negated ? `not: ${said}` : said;
}

/** `is:locked` says it by itself. */
function titleOf(field: string): string {
  return field === "is" ? "" : `${TITLES[field] ?? field} `;
}

function valueWords(field: string | null, value: string): string {
  const unit = field === null ? undefined : findFilterField(field)?.unit;
  const number = unit === undefined ? null : parseQuantity(value, unit);
  if (number === null) return value;
  switch (unit) {
    case "percent":
      return `${number} %`;
    case "seconds":
      return formatDuration(number);
    case "bytes":
      return formatBytes(number);
    case "rate":
      return `${formatBytes(number)}/s`;
    default:
      return value;
  }
}
