import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { type ScenarioEvent, scenarioEvent } from "@/lib/inventory/scenario/scenario-events";
import { type SimulatorOptions, startSimulator } from "@/lib/simulator/simulator";

type Tasks = ReturnType<Awaited<ReturnType<typeof startSimulator>>["tasks"]>;
type CallSummary = { readonly total: number; readonly calls: Readonly<Record<string, number>> };

export interface TestSimulator {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the certificate at the start. */
  readonly fingerprint: string;
  readonly currentFingerprint: () => string;
  readonly tokenId: string;
  readonly tokenSecret: string;
  /** Lets something happen, such as `{ do: "node-down", node: "pve2" }`. */
  readonly post: (event: Record<string, unknown>) => Promise<void>;
  readonly state: () => ScenarioInput;
  /** The cluster's record of tasks. */
  readonly tasks: () => Tasks;
  /** Calls received, by `GET /nodes/{node}/status`. */
  readonly calls: () => CallSummary;
  readonly resetCalls: () => void;
  /** Moves the cluster's time forward, in seconds. */
  readonly advance: (seconds: number) => void;
  readonly stop: () => Promise<void>;
}

/**
 * A simulated cluster in this process: HTTPS on 127.0.0.1, a free port, no delays. Its time runs with
 * the real one unless `speed` says otherwise; `speed: 0` stands still until `advance`.
 */
export async function startTestSimulator(
  scenario: ScenarioInput | string,
  options: Omit<Partial<SimulatorOptions>, "scenario"> = {},
): Promise<TestSimulator> {
  const text = typeof scenario === "string" ? scenario : JSON.stringify(scenario);
  const simulator = await startSimulator({
    scenario: parseScenario(text).scenario,
    authenticationDelaySeconds: 0,
    deadNodeDelaySeconds: [0, 0],
    lockDelaySeconds: 0,
    ...options,
  });
  return {
    url: simulator.url,
    host: simulator.host,
    port: simulator.port,
    fingerprint: simulator.fingerprint(),
    currentFingerprint: simulator.fingerprint,
    tokenId: simulator.token.id,
    tokenSecret: simulator.token.secret,
    post: async (event) => await simulator.happen(scenarioEvent.parse(event) satisfies ScenarioEvent),
    state: simulator.state,
    tasks: simulator.tasks,
    calls: simulator.calls,
    resetCalls: simulator.resetCalls,
    advance: simulator.advance,
    stop: simulator.stop,
  };
}
