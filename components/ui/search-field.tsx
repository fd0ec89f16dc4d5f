import { Search } from "lucide-react";
import { cn } from "@/lib/client/class-names";
import { Input } from "./input";

interface SearchFieldProps {
  /** What is searched, for whoever does not see it. */
  label: string;
  /** What can be looked for. */
  placeholder: string;
  value: string;
  onSearch: (text: string) => void;
  /** What the API takes. */
  maxLength?: number;
  /** Of the whole field: its width. */
  className?: string;
}

/** Where a page is searched; `/` leads there. */
export function SearchField({
  label,
  placeholder,
  value,
  onSearch,
  maxLength = 200,
  className,
}: SearchFieldProps) {
  return (
    <div className={cn("relative min-w-0", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
      <Input
        type="search"
        aria-label={label}
        data-page-filter
        placeholder={placeholder}
        autoComplete="off"
        maxLength={maxLength}
        className="pl-8"
        value={value}
        onChange={(event) => onSearch(event.target.value)}
      />
    </div>
  );
}
