import { cn } from "@/lib/client/class-names";

interface ChoiceBoxProps {
  label: string;
  /** `some` where it stands for several of which not all are chosen. */
  state: "all" | "some" | "none";
  onChoose: (on: boolean) => void;
  className?: string;
}

/** A box that is ticked, empty or, standing for several, half. */
export function ChoiceBox({ label, state, onChoose, className }: ChoiceBoxProps) {
  return (
    <input
      type="checkbox"
      aria-label={label}
      ref={(box) => {
        if (box) box.indeterminate = state === "some";
      }}
      checked={state === "all"}
      onChange={(event) => onChoose(event.target.checked)}
      className={cn("block size-4 shrink-0 accent-accent", className)}
    />
  );
}
