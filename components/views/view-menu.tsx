"use client";

import { Bookmark, BookmarkCheck, Link2, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { type SavedViewRow, savedViewList, type ViewPage } from "@/lib/api/views";
import { viewAddress, viewsAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { useApi } from "@/lib/client/http/use-api";
import { notify } from "@/lib/client/state/notices";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { shownView, viewChanges, viewQuery } from "@/lib/client/views/view-query";
import { SaveViewDialog } from "./save-view-dialog";

interface ViewMenuProps {
  page: ViewPage;
  /** Columns that are hidden, comma-separated: the page remembers them beside its address. */
  hidden?: string;
  onHidden?: (hidden: string) => void;
}

/** The viewer's saved views of a page: goes to one, saves this one, removes the one that is shown. */
export function ViewMenu({ page, hidden = "", onHidden }: ViewMenuProps) {
  const [parameters, change] = useSearchState();
  const [saving, setSaving] = useState(false);
  const { data, error, mutate } = useApi(viewsAddress({ page }), savedViewList);
  const views = data?.data ?? [];
  const address = new URLSearchParams(parameters);
  if (hidden) address.set("hide", hidden);
  else address.delete("hide");
  const query = viewQuery(page, address);
  const shown = shownView(views, query);

  function show({ query }: SavedViewRow) {
    const { hide = null, ...others } = viewChanges(page, query);
    onHidden?.(hide ?? "");
    change({ ...others, hide: null }, "push");
  }

  async function remove(id: string, name: string) {
    try {
      await requestApi(viewAddress(id), { method: "DELETE", schema: z.null() });
      await mutate();
      notify(`The view ${name} was removed`);
    } catch (problem) {
      notify("The view was not removed", { tone: "bad", detail: messageOf(problem) });
    }
  }

  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button className="max-w-56" aria-label={shown ? `View: ${shown.name}` : "Views"}>
            {shown ? <BookmarkCheck /> : <Bookmark />}
            <span className="truncate">{shown ? shown.name : "Views"}</span>
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end" className="max-w-80">
          {views.length === 0 ? (
            <p className="max-w-60 px-2 py-1.5 text-muted text-sm">
              {error
                ? messageOf(error)
                : "Nothing is saved yet. Filter, sort and group as you like it, then save that as a view."}
            </p>
          ) : (
            <DropdownMenuRadioGroup
              value={shown?.id ?? ""}
              onValueChange={(id) => {
                const view = views.find((candidate) => candidate.id === id);
                if (view) show(view);
              }}
            >
              {views.map(({ id, name }) => (
                <DropdownMenuRadioItem key={id} value={id}>
                  <span className="truncate">{name}</span>
                </DropdownMenuRadioItem>
              ))}
            </DropdownMenuRadioGroup>
          )}
          <DropdownMenuSeparator />
          <DropdownMenuItem disabled={shown !== null} onSelect={() => setSaving(true)}>
            <Plus aria-hidden /> Save this view
          </DropdownMenuItem>
          <DropdownMenuItem onSelect={() => void copyLink(address)}>
            <Link2 aria-hidden /> Copy its link
          </DropdownMenuItem>
          {shown ? (
            <DropdownMenuItem onSelect={() => void remove(shown.id, shown.name)}>
              <Trash2 aria-hidden /> Remove {shown.name}
            </DropdownMenuItem>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {saving ? (
        <SaveViewDialog
          page={page}
          query={query}
          names={views.map(({ name }) => name)}
          onSaved={() => void mutate()}
          onClose={() => setSaving(false)}
        />
      ) : null}
    </>
  );
}

async function copyLink(address: URLSearchParams): Promise<void> {
  const { origin, pathname } = window.location;
  try {
    await navigator.clipboard.writeText(`${origin}${pathname}?${address}`);
    notify("The link was copied", { detail: "It shows this view to anybody who may sign in." });
  } catch {
    notify("The browser does not let the link be copied", { tone: "bad" });
  }
}
