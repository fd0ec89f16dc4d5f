import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { addressOf, appFiles, ROOT } from "@/tests/support/route-files";

/** Pages outside the console, and the call that guards each; null where anybody may look. */
const OTHER_PAGES: Readonly<Record<string, string | null>> = {
  "/sign-in": null,
  "/setup": "requireSetup",
};

const pages = appFiles("page.tsx", "page.ts");
const inConsole = (file: string) => file.startsWith(path.join("app", "(console)"));

/** Names of the functions that the page's own function calls before anything can branch. */
function callsOf(file: string): readonly string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(ROOT, file), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const component = source.statements.find(
    (statement): statement is ts.FunctionDeclaration =>
      ts.isFunctionDeclaration(statement) &&
      (statement.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword),
  );
  const names: string[] = [];
  for (const statement of component?.body?.statements ?? []) {
    if (ts.isVariableStatement(statement) || ts.isExpressionStatement(statement))
      collectCalls(statement, names);
    else break;
  }
  return names;
}

function collectCalls(node: ts.Node, names: string[]): void {
  if (ts.isFunctionLike(node) || ts.isConditionalExpression(node)) return;
  if (ts.isAwaitExpression(node) && ts.isCallExpression(node.expression)) {
    const [first] = node.expression.arguments;
    const isWrapped = node.expression.expression.getText() === "orDatabaseAway";
    const call = isWrapped && first && ts.isCallExpression(first) ? first : node.expression;
    names.push(call.expression.getText());
  }
  ts.forEachChild(node, (child) => collectCalls(child, names));
}

describe("pages", () => {
  it("were found", () => {
    expect(pages.length).toBeGreaterThan(5);
  });

  it.each(pages.filter(inConsole))("%s asks who is looking before it does anything else", (file) => {
    expect(callsOf(file)).toContain("requireViewer");
  });

  it.each(pages.filter((file) => !inConsole(file)))("%s is known to stand outside the console", (file) => {
    expect(Object.keys(OTHER_PAGES)).toContain(addressOf(file));
    const guard = OTHER_PAGES[addressOf(file)];
    if (guard) expect(callsOf(file)).toContain(guard);
  });

  it.each(appFiles("layout.tsx").filter(inConsole))("%s asks who is looking", (file) => {
    expect(callsOf(file)).toContain("requireViewer");
  });
});

describe("server actions", () => {
  it("do not exist: every write goes through a route, which checks, validates and audits it", () => {
    const files = ["app", "components", "lib"].flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .filter((file) => /\.tsx?$/.test(file))
        .map((file) => path.join(ROOT, folder, file)),
    );
    expect(files.filter((file) => /^\s*["']use server["']/m.test(readFileSync(file, "utf8")))).toEqual([]);
  });
});
