import { Skeleton } from "@/components/ui/skeleton";

/** Stands for the page of one node or guest while it is read. */
export function DetailSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton className="mb-4 h-14 w-1/2" />
      <div className="grid items-start gap-3 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <div className="grid gap-3 xl:grid-cols-2">
          {["cpu", "memory", "load", "pressure", "network"].map((chart) => (
            <Skeleton key={chart} className="h-48 rounded-lg" />
          ))}
        </div>
        <Skeleton className="h-96 rounded-lg" />
      </div>
    </div>
  );
}
