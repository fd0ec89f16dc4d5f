import { Skeleton } from "@/components/ui/skeleton";

/** A page with a title and a table, before it is there. */
export function TableSkeleton({ rows = 12 }: { rows?: number }) {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton className="mb-4 h-7 w-40" />
      <div className="panel flex flex-col gap-3.5 p-4">
        {Array.from({ length: rows }, (_unused, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same
          <Skeleton key={index} className="h-4" style={{ width: `${96 - (index % 4) * 6}%` }} />
        ))}
      </div>
    </div>
  );
}
