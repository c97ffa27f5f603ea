/** The shapes the modules of the box hand to each other. Read by the type checker alone; no browser asks for it. */

/** What every part of one box shares. */
interface Box {
  host: HTMLElement; // the <comment-box> itself
  section: HTMLElement; // what the server drew
  origin: string;
  site: string;
  url: string; // the article
  parse(html: string): DocumentFragment;
  signal: AbortSignal; // ends every listener
}

interface Me {
  signed_in: boolean;
  name: string | null;
  may_post: boolean;
  denial: { code: string; message: string; warning?: number } | null; // a warning waits to be acknowledged
  max_length: number;
  slow_mode: { wait: number; seconds: number; why: string } | null;
  answer: { option: number; label: string } | null;
  waiting: string;
  muted: number[]; // authors' numbers
  unread: number; // notices of this site, counted up to 100
}

interface Posted {
  id: number;
  status: string;
  message: string;
  html: string;
  parent: number | null;
  count: number;
  revision?: number; // of a change
}

/** Where somebody is asked to say something. */
interface Place {
  at: HTMLElement;
  parent: number | null;
  label: string;
  done(posted: Posted): void;
  cancel: (() => void) | null;
  // Of a change to a comment that is there: its own field, words and way to the server.
  id?: string;
  button?: string;
  start?: string;
  draft?: string;
  send?(text: string): Promise<Posted>;
}

/** One thing that happened to a comment, as it stands now. */
interface Change {
  id: number;
  shown: boolean;
  kind?: string;
  status?: "published" | "removed" | "withdrawn" | "held";
  parent?: number | null;
  root?: number | null;
}

/** What this reader has asked a moderator to look at. */
interface Report {
  id: number; // the comment's
  at: string;
  reason: string;
  note: string;
  answered: boolean;
}

interface News {
  after?: number; // in a stream: for who has heard everything up to it
  last: number;
  more: boolean;
  count: number;
  open: boolean;
  comments: Change[];
}

interface Thread {
  add(came: DocumentFragment, list: Element | null): HTMLElement[];
  prepend(item: Element): void;
  replace(came: DocumentFragment): void;
  show(id: string): Promise<void>;
  view(): HTMLElement;
  isWhole(): boolean; // and neither one conversation, nor picks, nor what a search found
  grown(places?: Element[]): void; // to be called after every change of the list
}

interface Session {
  readonly me: Me | null;
  readonly compose: typeof import("./later/composer.js").compose | undefined; // there for whoever may write
  follow(tell: (me: Me) => void): void; // now, if known, and at every change
  refresh(): Promise<Me>;
  enter(door: string, link: Element | null): Promise<Me>; // goes to the link where no window opens
  leave(): Promise<Me>;
}

/** Properties, and attributes where there is no such property. */
type Make = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag, given?: Record<string, unknown>, ...children: (Node | string)[]
) => HTMLElementTagNameMap[Tag];

type On = (box: Pick<Box, "section" | "signal">, type: string, selector: string, act: (at: HTMLElement, event: Event) => unknown) => void;
