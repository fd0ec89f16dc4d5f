import { cn } from "@/lib/client/class-names";

interface ViewSwitchProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { readonly value: Value; readonly title: string }[];
  onChange: (value: Value) => void;
}

/** Two or three ways to look at one page, side by side. */
export function ViewSwitch<Value extends string>({
  label,
  value,
  options,
  onChange,
}: ViewSwitchProps<Value>) {
  return (
    <fieldset className="flex rounded-md border border-line-strong bg-surface p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={cn(
            "h-7 rounded-sm px-2.5 text-muted hover:text-fg",
            option.value === value && "bg-hover font-medium text-fg",
          )}
        >
          {option.title}
        </button>
      ))}
    </fieldset>
  );
}
