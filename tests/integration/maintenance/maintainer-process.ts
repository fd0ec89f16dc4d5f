import { driveMaintenance } from "@/tests/support/moving/drive-maintenance";

// A process that carries out the maintenance MAINTENANCE_ID and its moves, until it is killed or there is nothing more to do.
await driveMaintenance(process.env.MAINTENANCE_ID ?? "", { timeoutMs: 240_000 });
process.exit(0);
