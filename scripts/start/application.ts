import type { RunningChild } from "@/scripts/start/child-process";
import type { LaunchSettings } from "@/scripts/start/launch-settings";
import type { Programs } from "@/scripts/start/programs";
import { relayLog } from "@/scripts/start/relay-log";
import { startApplication, stopApplication } from "@/scripts/start/start-application";
import type { DemoConnection } from "@/scripts/start/start-demo";

/** The application's process. */
export class Application {
  readonly #settings: LaunchSettings;
  readonly #programs: Programs;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #signal: AbortSignal;
  readonly #onLine = relayLog(process.stdout);
  #child: RunningChild | null = null;
  #reportEnd: () => void = () => undefined;
  /** Settles when the application ends without having been asked to. */
  readonly ended = new Promise<void>((resolve) => {
    this.#reportEnd = resolve;
  });

  constructor(
    settings: LaunchSettings,
    programs: Programs,
    environment: Readonly<Record<string, string | undefined>>,
    signal: AbortSignal,
  ) {
    this.#settings = settings;
    this.#programs = programs;
    this.#environment = environment;
    this.#signal = signal;
  }

  async start(demo: DemoConnection | null): Promise<void> {
    const { port, host, address } = this.#settings;
    const demoVariables = {
      EVENKEEL_DEMO_URL: demo?.url,
      EVENKEEL_DEMO_FINGERPRINT: demo?.fingerprint,
      EVENKEEL_DEMO_TOKEN: demo?.token,
    };
    const program = this.#programs.application({ ...this.#environment, ...demoVariables }, port, host);
    const child = await startApplication({ program, address, onLine: this.#onLine, signal: this.#signal });
    this.#child = child;
    void child.ended.then(() => {
      if (this.#child === child) this.#reportEnd();
    });
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child) await stopApplication(child);
  }
}
