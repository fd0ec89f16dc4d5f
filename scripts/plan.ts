import { planCommand } from "./plan/plan-command";
import { printOutcome } from "./score/print-outcome";

printOutcome(await planCommand(process.argv.slice(2), process.stdin));
