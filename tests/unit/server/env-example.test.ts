import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { environmentVariables, readProxmoxNodeVariables } from "@/lib/server/env";

interface Entry {
  readonly name: string;
  readonly value: string;
  readonly active: boolean;
  readonly comment: string;
}

/** Variables of .env.example: `# NAME=value` is one that is shown and not set. */
function readExample(): readonly Entry[] {
  const entries: Entry[] = [];
  let comment: string[] = [];
  for (const line of readFileSync(".env.example", "utf8").split("\n")) {
    const assignment = /^(# ?)?([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
    if (assignment) {
      const [, hash, name = "", value = ""] = assignment;
      entries.push({ name, value, active: !hash, comment: comment.join(" ") });
    } else if (line.startsWith("#")) comment.push(line.slice(1).trim());
    else comment = [];
  }
  return entries;
}

/** Made by the launcher for the application; not for people to set. */
const SET_BY_THE_LAUNCHER = ["EVENKEEL_DEMO_URL", "EVENKEEL_DEMO_FINGERPRINT", "EVENKEEL_DEMO_TOKEN"];

const example = readExample();
const numbered = /^PROXMOX_NODE_1_[A-Z_]+$/;

describe(".env.example", () => {
  it("shows every variable that Evenkeel reads, in the same order, and no other", () => {
    const shown = example.map(({ name }) => name).filter((name) => !numbered.test(name));
    expect(shown).toEqual(
      Object.keys(environmentVariables).filter((name) => !SET_BY_THE_LAUNCHER.includes(name)),
    );
  });

  it("shows a whole group of the numbered cluster variables", () => {
    const group = example.filter(({ name }) => numbered.test(name));
    const [read] = readProxmoxNodeVariables(Object.fromEntries(group.map(({ name }) => [name, "set"])));
    expect(Object.values(read ?? {})).toEqual([1, ...group.map(() => "set")]);
  });

  it("explains each of them", () => {
    expect(example.filter(({ comment }) => comment.length < 20).map(({ name }) => name)).toEqual([]);
  });

  it("sets nothing: copied as it is, it changes nothing", () => {
    expect(example.filter(({ active }) => active)).toEqual([]);
  });

  it("shows the real default, or a value that would be accepted", () => {
    for (const { name, value } of example) {
      const schema = environmentVariables[name as keyof typeof environmentVariables];
      if (!schema) continue;
      const fallback = schema.safeParse(undefined);
      if (fallback.success && fallback.data !== undefined)
        expect([name, value]).toEqual([name, String(fallback.data)]);
      else if (value !== "") expect([name, schema.safeParse(value).success]).toEqual([name, true]);
    }
  });
});
