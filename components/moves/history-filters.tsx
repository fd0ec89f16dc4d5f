"use client";

import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { moveSource } from "@/lib/api/moves";
import { ENDED_STATES, type HistoryFilter } from "@/lib/client/moves/history-filter";
import { MOVE_SOURCE_WORDS, MOVE_STATE_WORDS } from "@/lib/client/moves/move-words";
import { useClusters } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { useSearchText } from "@/lib/client/state/use-search-text";

/** Narrows the history; every choice goes back to its newest page. */
export function HistoryFilters({ filter }: { filter: HistoryFilter }) {
  const [, change] = useSearchState();
  const [text, setText] = useSearchText("text");
  const scope = useScope();
  const clusters = useClusters().filter(({ id }) => scope.has(id));
  const narrow = (name: string, value: string) => change({ [name]: value || null, after: null });
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2">
      <SearchField
        label="Find a guest, node or person"
        placeholder="Guest, node or person"
        className="flex-1 basis-full sm:basis-56"
        value={text}
        maxLength={100}
        onSearch={(searched) => {
          setText(searched);
          change({ after: null });
        }}
      />
      <Choice
        label="State"
        all="Every end"
        value={filter.state}
        options={ENDED_STATES.map((state) => [state, MOVE_STATE_WORDS[state].word])}
        onChange={(state) => narrow("state", state)}
      />
      <Choice
        label="Source"
        all="Every source"
        value={filter.source}
        options={moveSource.options.map((source) => [source, MOVE_SOURCE_WORDS[source]])}
        onChange={(source) => narrow("source", source)}
      />
      {clusters.length > 1 ? (
        <Choice
          label="Cluster"
          all="Every cluster"
          value={filter.clusterId}
          options={clusters.map(({ id, name }) => [id, name])}
          onChange={(cluster) => narrow("of", cluster)}
        />
      ) : null}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  all: string;
  value: string | null;
  options: readonly (readonly [string, string])[];
  onChange: (value: string) => void;
}

function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  return (
    <span className="min-w-0 flex-1 sm:w-36 sm:flex-none">
      <Select aria-label={label} value={value ?? ""} onChange={(event) => onChange(event.target.value)}>
        <option value="">{all}</option>
        {options.map(([option, title]) => (
          <option key={option} value={option}>
            {title}
          </option>
        ))}
      </Select>
    </span>
  );
}
