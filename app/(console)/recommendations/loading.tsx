import { AdviceSkeleton } from "@/components/recommendations/advice-skeleton";

export default function Loading() {
  return <AdviceSkeleton />;
}
