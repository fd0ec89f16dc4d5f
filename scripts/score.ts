import { scoreCommand } from "./score/score-command";

const { exitCode, output, errors } = await scoreCommand(process.argv.slice(2), process.stdin);
process.stdout.write(output);
process.stderr.write(errors);
process.exitCode = exitCode;
