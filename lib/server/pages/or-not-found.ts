import "server-only";
import { notFound } from "next/navigation";
import { AppError } from "@/lib/server/http/app-error";

/** For pages: what is not there becomes the page that says so instead of an error. */
export async function orNotFound<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await reading;
  } catch (problem) {
    if (problem instanceof AppError && problem.code === "not_found") notFound();
    throw problem;
  }
}
