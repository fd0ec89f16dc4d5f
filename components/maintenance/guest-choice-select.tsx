"use client";

import { Select } from "@/components/ui/select";
import { type GuestChoice, guestChoice } from "@/lib/api/maintenance";
import { CHOICE_WORDS } from "@/lib/client/maintenance/maintenance-words";

interface GuestChoiceSelectProps {
  guest: { readonly vmid: number; readonly name: string | null; readonly running: boolean };
  value: GuestChoice;
  onChoose: (choice: GuestChoice) => void;
}

/** What is to become of a guest; only a running one can be shut down. */
export function GuestChoiceSelect({ guest, value, onChoose }: GuestChoiceSelectProps) {
  const options = guestChoice.options.filter(
    (choice) => choice !== "shutdown" || guest.running || value === "shutdown",
  );
  return (
    <Select
      aria-label={`What becomes of ${guest.name ?? guest.vmid}`}
      className="w-28 shrink-0"
      value={value}
      onChange={(event) => {
        const choice = guestChoice.safeParse(event.target.value).data;
        if (choice) onChoose(choice);
      }}
    >
      {options.map((choice) => (
        <option key={choice} value={choice}>
          {CHOICE_WORDS[choice]}
        </option>
      ))}
    </Select>
  );
}
