import "server-only";
import pg from "pg";
import { noteDatabaseError } from "./database-trouble";

/** A connection that notices when the database goes away or its disk is full, whoever was using it. */
export class WatchedClient extends pg.Client {
  constructor(config?: pg.ClientConfig) {
    super(config);
    this.on("error", noteDatabaseError);
    this.connection.on("error", noteDatabaseError);
    this.connection.on("errorMessage", noteDatabaseError);
  }
}
