"use client";

import { ViewSwitch } from "@/components/ui/view-switch";

interface ScopeSwitchProps {
  clusterName: string;
  everywhere: boolean;
  onChange: (everywhere: boolean) => void;
}

/** Whose settings are edited: one cluster's own, or what all clusters have that have none of their own. */
export function ScopeSwitch({ clusterName, everywhere, onChange }: ScopeSwitchProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <p className="text-muted text-sm max-lg:hidden">
        {everywhere
          ? "A cluster with values of its own keeps them."
          : "What is not set here is as for all clusters."}
      </p>
      <ViewSwitch
        label="For which clusters"
        value={everywhere ? "all" : "one"}
        options={[
          { value: "one", title: `${clusterName} only` },
          { value: "all", title: "All clusters" },
        ]}
        onChange={(value) => onChange(value === "all")}
      />
    </div>
  );
}
