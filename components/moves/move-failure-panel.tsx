import { CircleAlert, TriangleAlert } from "lucide-react";
import type { MoveRow } from "@/lib/api/moves";

/** Why a move failed and what to do about it, or what is to be said of one that was done; nothing when all is well. */
export function MoveFailurePanel({ move }: { move: MoveRow }) {
  const { failure, warnings, state, result, trouble } = move;
  if (state === "unknown") {
    return (
      <Notice tone="warn" title="Somebody has to look">
        <p>{trouble ?? result ?? "What became of it could not be found out."}</p>
        <p className="text-muted">Until somebody says what became of it, this guest is not moved again.</p>
      </Notice>
    );
  }
  if (failure) {
    return (
      <Notice tone="bad" title={failure.cause}>
        <p>{failure.advice}</p>
        {failure.line ? (
          <p className="mt-1 break-words font-mono text-muted text-sm">{failure.line}</p>
        ) : null}
      </Notice>
    );
  }
  if (warnings.length > 0) {
    return (
      <Notice tone="warn" title="It was done, but">
        <ul>
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </Notice>
    );
  }
  if ((state === "failed" || state === "cancelled" || state === "superseded") && result) {
    return (
      <Notice tone={state === "failed" ? "bad" : "off"} title={TITLES[state]}>
        <p>{result}</p>
      </Notice>
    );
  }
  return null;
}

const TITLES = {
  failed: "It failed",
  cancelled: "It was called off",
  superseded: "It was not needed any more",
} as const;

const LOOKS = {
  bad: { Icon: CircleAlert, border: "border-bad", text: "text-bad" },
  warn: { Icon: TriangleAlert, border: "border-warn", text: "text-warn" },
  off: { Icon: CircleAlert, border: "", text: "text-off" },
} as const;

interface NoticeProps {
  tone: keyof typeof LOOKS;
  title: string;
  children: React.ReactNode;
}

function Notice({ tone, title, children }: NoticeProps) {
  const { Icon, border, text } = LOOKS[tone];
  return (
    <section aria-label="What became of it" className={`panel flex items-start gap-3 p-4 ${border}`}>
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${text}`} />
      <div className="min-w-0 text-pretty break-words">
        <h2 className="font-semibold">{title}</h2>
        {children}
      </div>
    </section>
  );
}
