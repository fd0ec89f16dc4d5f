import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { DatabaseAway } from "@/components/shell/database-away";
import { PageError } from "@/components/shell/page-error";

describe("pages that cannot be shown", () => {
  it("say calmly that the database is away, and that nothing has to be done", () => {
    const html = renderToStaticMarkup(<DatabaseAway />);

    expect(html).toContain("The database cannot be reached");
    expect(html).toContain("Your clusters are not affected");
    expect(html).toContain('role="alert"');
  });

  it("name the digest under which the log has the reason, and offer another try", () => {
    const error = Object.assign(new Error("secret detail"), { digest: "1234567" });
    const html = renderToStaticMarkup(
      <PageError error={error} retry={() => undefined}>
        The rest works.
      </PageError>,
    );

    expect(html).toContain("1234567");
    expect(html).toContain("Try again");
    expect(html).not.toContain("secret detail");
  });
});
