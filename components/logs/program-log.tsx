"use client";

import { Download, ScrollText } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, ForbiddenState } from "@/components/values/states";
import { LOG_LEVELS, type LogLevel } from "@/lib/api/logs";
import { countOf } from "@/lib/client/format/format-count";
import { logExportAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useLive } from "@/lib/client/live/use-live";
import type { LogLines } from "@/lib/client/logs/log-lines";
import { type ProgramLog as Log, type LogFilter, useProgramLog } from "@/lib/client/logs/use-program-log";
import { notify } from "@/lib/client/state/notices";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { useSearchText } from "@/lib/client/state/use-search-text";
import { useViewer } from "@/lib/client/state/viewer-context";
import { LogFreshness } from "./log-freshness";
import { LEVEL_WORDS } from "./log-level-mark";
import { LogLineList } from "./log-line-list";

interface ProgramLogProps {
  /** Lines that are less urgent are not written at all. */
  writtenLevel: LogLevel | "silent";
  /** The newest lines, as the server rendered the page; null for who may not see them. */
  initial: LogLines | null;
}

/** The program's own log as it grows, newest first. */
export function ProgramLog({ writtenLevel, initial }: ProgramLogProps) {
  const refusal = useViewer().refusal("operator");
  if (refusal !== null) {
    return (
      <div className="panel">
        <ForbiddenState title="The program's log is for operators">
          {refusal} The logs of tasks are open to everybody: choose Tasks above.
        </ForbiddenState>
      </div>
    );
  }
  return <ReadableLog writtenLevel={writtenLevel} initial={initial} />;
}

function ReadableLog({ writtenLevel, initial }: ProgramLogProps) {
  const [parameters, change] = useSearchState();
  const { held } = useLive();
  const filter: LogFilter = {
    level: parameters.get("level"),
    text: parameters.get("text"),
    component: parameters.get("component"),
  };
  const log = useProgramLog(filter, held, initial);
  return (
    <>
      <LogFilters filter={filter} writtenLevel={writtenLevel} log={log} />
      <div className="panel min-w-0">
        <LogBody
          filter={filter}
          log={log}
          onComponent={(component) => change({ component })}
          writtenLevel={writtenLevel}
        />
      </div>
    </>
  );
}

interface LogFiltersProps extends Pick<ProgramLogProps, "writtenLevel"> {
  filter: LogFilter;
  log: Log;
}

function LogFilters({ filter, writtenLevel, log }: LogFiltersProps) {
  const [, change] = useSearchState();
  const [text, setText] = useSearchText("text");
  const lowest = LOG_LEVELS.indexOf(writtenLevel === "silent" ? "fatal" : writtenLevel);
  return (
    <div className="mb-2 flex flex-wrap items-center gap-2">
      <SearchField
        label="Search in the log"
        placeholder="Words of the line"
        className="w-72 max-w-full"
        value={text}
        onSearch={setText}
      />
      <Select
        aria-label="Urgency"
        className="w-52"
        value={filter.level ?? ""}
        onChange={(event) => change({ level: event.target.value || null })}
      >
        <option value="">Every line</option>
        {LOG_LEVELS.filter((level, index) => index > lowest || level === filter.level).map((level) => (
          <option key={level} value={level}>
            {LEVEL_WORDS[level].atLeast}
          </option>
        ))}
      </Select>
      {filter.component ? (
        <Button size="small" onClick={() => change({ component: null })}>
          Only {filter.component} <span aria-hidden>×</span>
          <span className="sr-only">(show every part)</span>
        </Button>
      ) : null}
      <span className="ml-auto flex items-center gap-3 text-muted text-sm">
        <LogFreshness readAtMs={log.readAtMs} error={log.error} />
        {log.lines ? <span>{countOf(log.lines.total, "line")}</span> : null}
        <Button asChild size="small">
          <a href={logExportAddress({ ...filter })} download>
            <Download /> Download
          </a>
        </Button>
      </span>
    </div>
  );
}

interface LogBodyProps extends Pick<ProgramLogProps, "writtenLevel"> {
  filter: LogFilter;
  log: Log;
  onComponent: (component: string) => void;
}

function LogBody({ filter, log, onComponent, writtenLevel }: LogBodyProps) {
  const { lines, error } = log;
  if (lines === null) {
    return error ? (
      <ErrorState title="The log could not be read">{messageOf(error)}</ErrorState>
    ) : (
      <Skeleton className="m-4 h-40" />
    );
  }
  if (lines.rows.length === 0) {
    const filtered = Object.values(filter).some(Boolean);
    return (
      <EmptyState Icon={ScrollText} title={filtered ? "No line is like that" : "The log is empty"}>
        {filtered
          ? "Search for less, or look at every line."
          : `Lines from ${writtenLevel} on are written; EVENKEEL_LOG_LEVEL sets that.`}
      </EmptyState>
    );
  }
  return (
    <>
      <LogLineList key={Object.values(filter).join("\n")} rows={lines.rows} onComponent={onComponent} />
      {lines.nextCursor === null ? null : <OlderLines onRead={log.readOlder} />}
    </>
  );
}

function OlderLines({ onRead }: { onRead: () => Promise<void> }) {
  const [reading, setReading] = useState(false);
  const read = () => {
    setReading(true);
    onRead()
      .catch((error: unknown) =>
        notify("Older lines could not be read", { tone: "bad", detail: messageOf(error) }),
      )
      .finally(() => setReading(false));
  };
  return (
    <div className="flex justify-center border-line border-t p-2">
      <Button size="small" disabled={reading} onClick={read}>
        {reading ? "Reading…" : "Older lines"}
      </Button>
    </div>
  );
}
