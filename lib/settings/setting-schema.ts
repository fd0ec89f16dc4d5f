import { z } from "zod";
import type { NumberSetting, SettingDefinition, TextSetting } from "./setting-definition";

export type SettingValue = number | boolean | string;

/** The schema of one setting's value, made from its definition. Its messages are sentences about the value. */
export function settingSchema(definition: SettingDefinition): z.ZodType<SettingValue> {
  switch (definition.kind) {
    case "number":
      return numberSchema(definition);
    case "boolean":
      return z.boolean({ error: "Must be on or off." });
    case "choice":
      return choiceSchema(definition.options.map(({ value }) => value));
    case "text":
      return textSchema(definition);
    case "secret":
      return z
        .string({ error: "Must be a text." })
        .max(definition.maximumLength, `Must have at most ${definition.maximumLength} characters.`);
  }
}

function numberSchema({ minimum, maximum, integer }: NumberSetting): z.ZodType<number> {
  const range = `Must be between ${minimum} and ${maximum}.`;
  const number = z.number({ error: "Must be a number." }).min(minimum, range).max(maximum, range);
  return integer ? number.refine(Number.isInteger, "Must be a whole number.") : number;
}

function choiceSchema(values: readonly string[]): z.ZodType<string> {
  const sentence = `Must be one of: ${values.join(", ")}.`;
  return z.string({ error: sentence }).refine((value) => values.includes(value), sentence);
}

function textSchema({ maximumLength, pattern, patternHelp, problemOf }: TextSetting): z.ZodType<string> {
  const short = z
    .string({ error: "Must be a text." })
    .max(maximumLength, `Must have at most ${maximumLength} characters.`);
  const text = pattern ? short.regex(pattern, patternHelp ?? "Has not the right form.") : short;
  if (!problemOf) return text;
  return text.superRefine((value, context) => {
    const message = problemOf(value);
    if (message !== null) context.addIssue({ code: "custom", message });
  });
}
