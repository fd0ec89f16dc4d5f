import type { MapView } from "@/lib/client/map/map-views";

const FILLS = { cpu: "bg-cpu", mem: "bg-mem", io: "bg-io", net: "bg-net" } as const;
const STEPS = [0.14, 0.32, 0.5, 0.68, 0.86] as const;

/** What sizes, colours and shapes of the map mean. */
export function MapLegend({ view, plan }: { view: MapView; plan: boolean }) {
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted text-sm" aria-label="Legend">
      <li>Size: {view.sizeWords}</li>
      <li className="flex items-center gap-1.5">
        Strength: {view.strengthWords}
        <span aria-hidden className="flex">
          {STEPS.map((opacity) => (
            <span key={opacity} className={`size-3 ${FILLS[view.hue]}`} style={{ opacity }} />
          ))}
        </span>
      </li>
      <Shape text="device passed through">
        <path d="M6 1 11 6 6 11 1 6Z" fill="currentColor" />
      </Shape>
      <Shape text="folder of its node alone">
        <path d="M2 2h8v8H2Z" fill="currentColor" />
      </Shape>
      <Shape text="shared folder">
        <path d="M2 2h8v8H2Z" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </Shape>
      <Shape text="locked">
        <path d="m2 2 8 8m0-8-8 8" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </Shape>
      <Shape text="high availability">
        <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      </Shape>
      {plan ? (
        <Shape text="where the plan moves it">
          <path
            d="M1 3h10v6H1Z"
            fill="none"
            stroke="var(--accent)"
            strokeWidth="1.5"
            strokeDasharray="2 1.5"
          />
        </Shape>
      ) : null}
    </ul>
  );
}

function Shape({ text, children }: { text: string; children: React.ReactNode }) {
  return (
    <li className="flex items-center gap-1.5">
      <svg aria-hidden="true" viewBox="0 0 12 12" className="size-3">
        {children}
      </svg>
      {text}
    </li>
  );
}
