-- AlterTable
ALTER TABLE "automation_run" ADD COLUMN     "counts" JSONB;
