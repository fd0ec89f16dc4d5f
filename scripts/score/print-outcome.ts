/** What a command writes and ends with. */
export interface CommandOutcome {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

/** Writes a command's outcome and sets the exit code. A reader that has gone away, as behind `| head`, is no error. */
export function printOutcome({ exitCode, output, errors }: CommandOutcome): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") process.exitCode = 1;
    });
  }
  process.exitCode = exitCode;
  process.stdout.write(output);
  process.stderr.write(errors);
}
