import { printOutcome } from "./score/print-outcome";
import { scoreCommand } from "./score/score-command";

printOutcome(await scoreCommand(process.argv.slice(2), process.stdin));
