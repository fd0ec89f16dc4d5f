// Runs dependency-cruiser and refuses a run that saw too few modules: a parser that reads nothing finds no violation.
import { cruise } from "dependency-cruiser";
import extractDepcruiseConfig from "dependency-cruiser/config-utl/extract-depcruise-config";
import extractWebpackResolveConfig from "dependency-cruiser/config-utl/extract-webpack-resolve-config";

const FEWEST_MODULES = 40;
const FOLDERS = ["app", "components", "inngest", "lib", "scripts", "instrumentation.ts", "proxy.ts"];

const options = await extractDepcruiseConfig("./.dependency-cruiser.cjs");
const resolve = await extractWebpackResolveConfig("./.dependency-cruiser.resolve.cjs");
const { output } = await cruise(
  FOLDERS,
  { ...options.options, ruleSet: { forbidden: options.forbidden }, validate: true },
  resolve,
);

for (const { rule, from, to } of output.summary.violations) {
  process.stdout.write(`${rule.severity} ${rule.name}: ${from} -> ${to}\n`);
}
const seen = output.modules.filter(({ source }) => /^(app|components|inngest|lib)\//.test(source)).length;
process.stdout.write(`layers: ${seen} modules, ${output.summary.violations.length} violations\n`);
if (seen < FEWEST_MODULES)
  process.stdout.write(
    `layers: fewer than ${FEWEST_MODULES} modules were seen; the check itself is broken\n`,
  );
process.exit(output.summary.violations.length > 0 || seen < FEWEST_MODULES ? 1 : 0);
