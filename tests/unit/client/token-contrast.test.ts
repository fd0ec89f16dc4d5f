import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const css = readFileSync(path.join(import.meta.dirname, "../../../app/globals.css"), "utf8");
const themes = { light: tokensIn(":root"), dark: tokensIn(".dark") };
const backgrounds = ["bg", "surface", "raised", "hover"];
const texts = ["text", "muted", "faint", "accent", "ok", "warn", "bad", "off", "maint"];
const graphics = ["cpu", "mem", "disk", "net", "io", "control"];

describe.each(Object.entries(themes))("the %s theme", (_name, tokens) => {
  test.each(texts)("shows text in --%s with a contrast of 4.5 on every background", (token) => {
    for (const background of backgrounds)
      expect(contrast(tokens, token, background)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(graphics)("shows graphics in --%s with a contrast of 3 on every background", (token) => {
    for (const background of backgrounds)
      expect(contrast(tokens, token, background)).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ["on-accent", "accent"],
    ["on-bad", "bad"],
  ])("shows --%s on --%s with a contrast of 4.5", (token, background) => {
    expect(contrast(tokens, token, background)).toBeGreaterThanOrEqual(4.5);
  });
});

test("no colour is written anywhere but in the token table", () => {
  const rest = css.replace(blockOf(":root"), "").replace(blockOf(".dark"), "");
  expect(rest).not.toMatch(/#[0-9a-f]{3,8}\b|rgba?\(/i);
});

function blockOf(selector: string): string {
  const start = css.indexOf(`${selector} {`);
  return css.slice(start, css.indexOf("}", start) + 1);
}

function tokensIn(selector: string): ReadonlyMap<string, string> {
  return new Map(
    [...blockOf(selector).matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]),
  );
}

function contrast(tokens: ReadonlyMap<string, string>, first: string, second: string): number {
  const [dark = 0, light = 0] = [luminance(tokens.get(first)), luminance(tokens.get(second))].sort(
    (a, b) => a - b,
  );
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string | undefined): number {
  if (!colour) throw new Error("a token is missing from the table");
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
