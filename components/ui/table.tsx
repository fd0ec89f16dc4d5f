import type { ComponentProps } from "react";
import { cn } from "@/lib/client/class-names";
import { ScrollRegion } from "./scroll-region";

interface TableProps extends ComponentProps<"table"> {
  label: string;
}

/** A dense table that scrolls sideways inside its panel when it must. */
export function Table({ label, className, ...props }: TableProps) {
  return (
    <ScrollRegion aria-label={label} className="overflow-x-auto ">
      <table aria-label={label} className={cn("w-full border-collapse text-sm", className)} {...props} />
    </ScrollRegion>
  );
}

export function TableHead({ className, ...props }: ComponentProps<"th">) {
  return (
    <th
      scope="col"
      className={cn(
        "h-8 whitespace-nowrap border-line border-b px-2 text-left sm:px-3 font-medium text-muted",
        className,
      )}
      {...props}
    />
  );
}

export function TableRow({ className, ...props }: ComponentProps<"tr">) {
  return <tr className={cn("border-line border-b last:border-b-0 hover:bg-hover", className)} {...props} />;
}

export function TableCell({ className, ...props }: ComponentProps<"td">) {
  return <td className={cn("h-[30px] px-2 py-1 sm:px-3", className)} {...props} />;
}
