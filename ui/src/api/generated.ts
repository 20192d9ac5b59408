// Made from the catalog of operations; do not edit. Anew with: UPDATE_CLIENT=1 cargo test -p app client

/** Accept every waiting suggestion with at least this confidence. */
export interface AcceptAbove {
  /** Per cent, 0 to 100. */
  percent: number;
}

/** What an account counts among. */
export type AccountGroup = 'everyday' | 'savings' | 'credit' | 'investments' | 'loans' | 'other';

/** Show an account's balance over time: at the end of each month, or of each day that has rows. */
export interface AccountHistory {
  /** The account: id or name. */
  account: string;
  /** First day, month or year; by default the first row, or a year before the last one by day. */
  from?: string | null;
  /** By month (all time, the default) or by day. */
  step?: HistoryStep | null;
  /** Last day, month or year, included; by default the last row. */
  to?: string | null;
}

/** The accounts. */
export interface AccountList {
  /** All of it in the book's currency, by the newest rates; none while a rate is missing. */
  converted: AmountView | null;
  /** Sums of the open accounts by group and currency. */
  groups: GroupTotal[];
  /** Open ones first, in the order their owner gave them, else by kind and name. */
  items: AccountView[];
  /** The rates that are missing for that. */
  missing_rates: MissingRate[];
  /** Sums of all open accounts by currency. */
  totals: AmountView[];
}

/** An account. */
export interface AccountView {
  /** Balance of all rows. */
  balance: AmountView;
  /** Bank, as statements give it. */
  bank: string | null;
  /** Balance of the rows the bank has seen. */
  cleared_balance: AmountView;
  /** No longer in use. */
  closed: boolean;
  /** What it counts among. */
  group: AccountGroup;
  /** Id. */
  id: string;
  /** Kind. */
  kind: string;
  /** Day of the newest row. */
  last_day: string | null;
  /** When a statement was last imported on this device, milliseconds since 1970-01-01 UTC. */
  last_imported: number | null;
  /** The day of the newest statement it was reconciled with. */
  last_reconciled: string | null;
  /** Name. */
  name: string;
  /** Number, as statements give it. */
  number: string | null;
  /** Balance before the first row. */
  opening_balance: AmountView;
  /** The day the opening balance stands for. */
  opening_date: string | null;
  /** Rows. */
  transactions: number;
  /** Rows the bank has not confirmed. */
  uncleared: number;
}

/** Have a server send its notices about the open book to an address too. What they are signed with is shown once. */
export interface AddWebhook {
  /** The address, `https://…`. */
  url: string;
}

/** A webhook that was just added. Not to be printed whole: the secret signs what is sent there. */
export interface AddedWebhook {
  /** Its number. */
  id: number;
  /** What its receiver checks signatures with, as Standard Webhooks have it. */
  secret: string;
  /** The address. */
  url: string;
}

/** Set aside money for a category in a month: what it has in that month, not what is added. Without an amount it is taken back. */
export interface AllocateBudget {
  /** Minor units of the book's currency; none takes it back. */
  amount?: number | null;
  /** The expense category: id, name or key. */
  category: string;
  /** The month, `YYYY-MM`. */
  month: string;
}

/** An amount: integer minor units and an ISO 4217 code. `{"minor": -1990, "currency": "BRL"}` is R$ -19.90. */
export interface AmountView {
  /** ISO 4217 code. */
  currency: string;
  /** Minor units; negative is money out. */
  minor: number;
}

/** An access token, without what makes it one. */
export interface ApiToken {
  /** It works no longer. */
  ended: boolean;
  /** Its number. */
  id: number;
  /** For people. */
  name: string;
  /** It may change the book too. */
  writes: boolean;
}

/** An operation's refusal. */
export interface AppError {
  /** For programs. */
  code: ErrorCode;
  /** What is wrong. */
  message: string;
  /** Where: a field, a file with line, a row. */
  place: string | null;
  /** What can be done. */
  remedy: string | null;
}

/** Apply rules to the rows that are in the book already. The scope says which rows may change; `rule.dry_run` shows them before. */
export interface ApplyRules {
  /** Only count; change nothing. */
  dry_run?: boolean | null;
  /** Only this rule: id or name. */
  rule?: string | null;
  /** Which rows may change; by default those whose category no person gave. */
  scope?: RuleScope | null;
}

/** Put a goal away, or take it up again. */
export interface ArchiveGoal {
  /** Put away; by default yes. */
  archived?: boolean | null;
  /** The goal: id or name. */
  goal: string;
}

/** Have a server that reads the open book make a month's report. A notice says when it is ready. */
export interface AskReport {
  /** PDF or CSV; both when left out. */
  format?: ReportFormat | null;
  /** pt-BR or en; by default the book's. */
  language?: string | null;
  /** The month, `YYYY-MM`. */
  month: string;
}

/** Budget a month with the average spending of the months before it. */
export interface AverageBudget {
  /** Only these categories: ids, names or keys; by default all that had spending. */
  categories?: string[] | null;
  /** The month, `YYYY-MM`. */
  month: string;
  /** How many months before it, 1 to 36. */
  months: number;
  /** Also change what is budgeted already. */
  replace?: boolean | null;
}

/** Make a backup of the open book now and verify it by opening it. It stays until you remove it. */
export type BackUp = Record<string, never>;

/** A backup. */
export interface Backup {
  /** When it was made, milliseconds since 1970-01-01 UTC. */
  at: number;
  /** Size in bytes. */
  bytes: number;
  /** Only a passphrase opens it. */
  encrypted: boolean;
  /** Its file. */
  path: string;
  /** Why. */
  reason: Reason;
}

/** The backups. */
export interface BackupList {
  /** They are made by themselves. */
  automatic: boolean;
  /** Days of which the last is kept. */
  daily: number;
  /** Why the last one that should have been made by itself was not. */
  failure: AppError | null;
  /** Where they lie. */
  folder: string;
  /** Newest first. */
  items: Backup[];
  /** Months of which the last is kept. */
  monthly: number;
  /** Weeks of which the last is kept. */
  weekly: number;
}

/** The history. */
export interface BalanceHistory {
  /** Account name. */
  account: string;
  /** Balance before the first point, minor units. */
  before: number;
  /** ISO 4217 code of every balance. */
  currency: string;
  /** Oldest first. */
  points: BalancePoint[];
}

/** A balance. */
export interface BalancePoint {
  /** Balance, minor units. */
  balance: number;
  /** The day at whose end it stands, `YYYY-MM-DD`; the last of the month by month. */
  date: string;
}

/**
 * Begin to sign in through the issuer that a server trusts. A person goes on at the address that is answered; then the operations that ask
 * for an account and its password need neither.
 */
export interface BeginSignIn {
  /** Address of the server, https://... */
  server: string;
}

/** Say whether a book is open, which one, and where new books go. */
export type BookStatus = Record<string, never>;

/** The book. */
export interface BookView {
  /** Open accounts. */
  accounts: number;
  /** Base currency. */
  currency: string;
  /** Id. */
  id: string;
  /** pt-BR or en. */
  language: string;
  /** Name. */
  name: string;
  /** Transactions. */
  transactions: number;
  /** Transactions without any category. */
  uncategorised: number;
}

/** The categoriser's state. */
export interface BrainStatus {
  /** Words of feedback kept. */
  feedback: number;
  /** Rows a person categorised. */
  labels: number;
  /** The embedding model in use; none when it works on characters and word lists. */
  model: string | null;
  /** What the engine said when the model could not be loaded: English, for a report. */
  problem: string | null;
  /** Vectors kept. */
  vectors: number;
  /** Why there is none, when there is none. */
  why_none: NoModel | null;
}

/** A breakdown. */
export interface Breakdown {
  /** Everything of the other span. */
  compare_total: AmountView | null;
  /** Largest first. */
  items: BreakdownLine[];
  /** What could not be converted and is in no sum. */
  missing: MissingRate[];
  /** Sums per month, in order, of the first span. */
  months: MonthAmount[];
  /** What the limit left out. */
  rest: BreakdownLine | null;
  /** Everything. */
  total: AmountView;
}

/** A line of a breakdown. */
export interface BreakdownLine {
  /** The sum; negative is money out. */
  amount: AmountView;
  /** The sum of the other span. */
  compare: AmountView | null;
  /** Id of the category, group, payee or account; none for names on statements, tags, and rows that have none. */
  id: string | null;
  /** Rows, or parts of split rows. */
  lines: number;
  /** Its name; none for rows that have none. */
  name: string | null;
  /** Share of the total, in thousandths. */
  share: number;
}

/** A group of categories. */
export interface BudgetGroup {
  /** Its categories; archived ones only while they have amounts. */
  categories: BudgetLine[];
  /** Name. */
  group: string;
  /** Group id. */
  group_id: string;
  /** Its sums. */
  total: BudgetSums;
}

/** Show a category of the budget month by month: what was budgeted, what was spent, what was left. */
export interface BudgetHistory {
  /** The expense category: id, name or key. */
  category: string;
  /** The last month, `YYYY-MM`. */
  month: string;
  /** How many months, 1 to 120; by default 12. */
  months?: number | null;
}

/** A category in the month. */
export interface BudgetLine {
  /** Set aside in this month. */
  allocated: AmountView | null;
  /** What is left; none when nothing is budgeted. */
  available: AmountView | null;
  /** Average of the three months before. */
  average_3: AmountView;
  /** Average of the six months before. */
  average_6: AmountView;
  /** Came over from the month before. */
  carried: AmountView;
  /** Its balance goes on to the next month, also when it is negative. */
  carry_over: boolean;
  /** Name. */
  category: string;
  /** Category id. */
  category_id: string;
  /** Spent in the month before. */
  last_month: AmountView;
  /** Most that may be spent. */
  limit: AmountView | null;
  /** Spent beyond it. */
  overspent: AmountView;
  /** Spent, less what came back. */
  spent: AmountView;
}

/** The month. */
export interface BudgetMonth {
  /** Expense groups in their order. */
  groups: BudgetGroup[];
  /** Income of the month. */
  income: AmountView;
  /** Income categories with income in this month or the six before. */
  incomes: IncomeLine[];
  /** Sums in other currencies that no rate reaches; they are left out. */
  missing_rates: MissingRate[];
  /** `YYYY-MM`. */
  month: string;
  /** The month's note. */
  note: string | null;
  /** The first month anything is budgeted in; none when nothing is. */
  started: string | null;
  /** How the book budgets. */
  style: StyleView;
  /** Sums of all groups. */
  total: BudgetSums;
  /** Tracking: income less limits. Envelope: money in the budget's accounts that no category has. */
  unallocated: AmountView;
  /** Their sum. */
  uncategorised: AmountView;
  /** Rows of the month without category. */
  uncategorised_rows: number;
}

/** A budget at risk. */
export interface BudgetRisk {
  /** What there is for the month: limit or allocation, and what came over. */
  budget: AmountView;
  /** Name. */
  category: string;
  /** Category id. */
  category_id: string;
  /** What it comes to by the end of the month at this pace. */
  expected: AmountView;
  /** How. */
  risk: Risk;
  /** Spent so far. */
  spent: AmountView;
}

/** Sums over categories. */
export interface BudgetSums {
  /** Set aside in this month. */
  allocated: AmountView;
  /** Left of what was budgeted. */
  available: AmountView;
  /** Came over from the month before. */
  carried: AmountView;
  /** Limits; none where there is no limit. */
  limit: AmountView | null;
  /** Spent beyond it, over all categories. */
  overspent: AmountView;
  /** Spent. */
  spent: AmountView;
}

/** Months in order. */
export interface CashFlow {
  /** ISO 4217 code of every amount. */
  currency: string;
  /** All that came in, minor units. */
  income: number;
  /** Every month of the span, those without rows too. */
  items: CashFlowMonth[];
  /** What could not be converted and is in no sum. */
  missing: MissingRate[];
  /** All that went out, minor units, negative. */
  spending: number;
}

/** A month. */
export interface CashFlowMonth {
  /** What came in, minor units. */
  income: number;
  /** `YYYY-MM`. */
  month: string;
  /** What went out, minor units, negative. */
  spending: number;
}

/** Suggest categories for rows that nothing was suggested for yet, newest first, in small steps between other work. */
export interface CatchUp {
  /** Suggest anew for so many of the rows that wait already, newest first: with what was learned since. */
  again?: number | null;
}

/** A category that could be meant. */
export interface CategoryCompletion {
  /** Its group's name. */
  group: string | null;
  /** Id. */
  id: string;
  /** Rows and lines of split rows in the book's last twelve months. */
  lines: number;
  /** Name. */
  name: string;
}

/** Categories that could be meant. */
export interface CategoryCompletions {
  /** The likeliest first. */
  items: CategoryCompletion[];
}

/** The category's months. */
export interface CategoryHistory {
  /** Name. */
  category: string;
  /** Category id. */
  category_id: string;
  /** ISO 4217 code of every amount. */
  currency: string;
  /** Oldest first. */
  months: HistoryMonth[];
}

/** The categories. */
export interface CategoryList {
  /** By group and position. */
  items: CategoryView[];
}

/** A category's spending. */
export interface CategorySpending {
  /** Average of the three months before. */
  average_3: AmountView;
  /** Average of the six months before. */
  average_6: AmountView;
  /** Name. */
  category: string;
  /** Category id. */
  category_id: string;
  /** Spent this month. */
  spent: AmountView;
}

/** Tell how much each category is used: rows, months, rules, and what was merged into it. */
export type CategoryUsage = Record<string, never>;

/** Usage of every category that is used. */
export interface CategoryUsageList {
  /** In no order; a category that is not here has no rows, no rules and nothing merged into it. */
  items: CategoryUsageView[];
}

/** Usage of a category. */
export interface CategoryUsageView {
  /** Category id. */
  id: string;
  /** Last month with a row, `YYYY-MM`. */
  last_month: string | null;
  /** Categories that were merged into it. */
  merged: MergedView[];
  /** Rows, and parts of split rows. */
  rows: number;
  /** Rules that set it. */
  rules: number;
}

/** A category. */
export interface CategoryView {
  /** No longer offered. */
  archived: boolean;
  /** Group name. */
  group: string;
  /** Group id. */
  group_id: string;
  /** Id. */
  id: string;
  /** Well-known meaning, for example `groceries`; none for categories made by hand. */
  key: string | null;
  /** expense, income or transfer. */
  kind: string;
  /** Name. */
  name: string;
}

/** Change the passphrase of the open, encrypted book. Backups made before keep the old one. */
export interface ChangePassphrase {
  /** The passphrase it has. */
  current: string;
  /** The new one, at least 8 characters. */
  passphrase: string;
}

/** Check the open book: its file, every change, and that what is shown is what the journal says. */
export interface CheckBook {
  /** Make what is shown anew from the journal when it differs. */
  repair?: boolean | null;
}

/** Say whether these words are the open book's recovery phrase. */
export interface CheckPhrase {
  /** 24 words. */
  phrase: string;
}

/** A conflict and the value to go on with. */
export interface Choice {
  /** The conflict, from `conflict.list`. */
  conflict: string;
  /** The value, from there too; the one the book goes on with when left out. */
  value?: string | null;
}

/** Choose values where devices set different ones. It can be taken back like any change. */
export interface ChooseConflict {
  /** What to choose. */
  choices: Choice[];
}

/** Tick rows off as confirmed by the bank, or take the tick away: the rows named, or all of an account up to a day. */
export interface ClearRows {
  /** The account: id or name. */
  account: string;
  /** Confirmed, or no longer. */
  cleared: boolean;
  /** Which rows; without it, every row of the account up to `through`. */
  rows?: string[] | null;
  /** The last day, included, when no rows are named. */
  through?: string | null;
}

/** Close the open book. What still runs on it is stopped first; with no book open nothing happens. */
export type CloseBook = Record<string, never>;

/** What a column holds. */
export type ColumnRole = 'ignore' | 'date' | 'other_date' | 'amount' | 'debit' | 'credit' | 'direction' | 'balance' | 'currency' | 'description' | 'payee' | 'memo' | 'id' | 'check_number' | 'account' | 'status' | 'category' | 'kind' | 'original_amount' | 'original_currency' | 'instalment';

/** Commit a plan: exactly what the preview showed. */
export interface CommitImport {
  /** Categorise what is new right away, which can take long in a large file; else `suggestion.refresh` does it later. By default true. */
  categorise?: boolean | null;
  /** The plan's id. */
  plan: string;
}

/** Suggest categories for what was typed so far, the likeliest first. */
export interface CompleteCategory {
  /** At most so many; by default 8. */
  limit?: number | null;
  /** What was typed. */
  text: string;
}

/** Suggest payees for what was typed so far, the likeliest first. */
export interface CompletePayee {
  /** At most so many; by default 8. */
  limit?: number | null;
  /** What was typed. */
  text: string;
}

/** Suggest what could stand at the cursor of a query. */
export interface CompleteQuery {
  /** Characters before the cursor. */
  cursor: number;
  /** pt-BR or en: the language of the keywords; by default the book's. */
  language?: string | null;
  /** The query. */
  query: string;
}

/** One condition of a rule. */
export type ConditionView = {
  field: 'payee';
  /** Comparison. */
  test: TextTestView;
  /** Text to compare with. */
  value: string;
} | {
  field: 'description';
  /** Comparison. */
  test: TextTestView;
  /** Text to compare with. */
  value: string;
} | {
  field: 'amount';
  /** Highest amount, minor units. */
  max: number | null;
  /** Lowest amount, minor units. */
  min: number | null;
} | {
  field: 'account';
  /** Id or name. */
  id: string;
};

/** One condition of a rule. */
export type ConditionViewInput = {
  field: 'payee';
  /** Comparison. */
  test: TextTestView;
  /** Text to compare with. */
  value: string;
} | {
  field: 'description';
  /** Comparison. */
  test: TextTestView;
  /** Text to compare with. */
  value: string;
} | {
  field: 'amount';
  /** Highest amount, minor units. */
  max?: number | null;
  /** Lowest amount, minor units. */
  min?: number | null;
} | {
  field: 'account';
  /** Id or name. */
  id: string;
};

/** The conflicts. */
export interface ConflictList {
  /** As many as were asked for. */
  items: ConflictView[];
  /** How many there are in all, counted up to 1,000. */
  total: number;
}

/** A part of a split. */
export interface ConflictPart {
  /** Its amount. */
  amount: AmountView;
  /** Category's name. */
  category: string | null;
}

/** One of the values. */
export interface ConflictValue {
  /** What it means in money: what the row counts for, the budget's or the goal's amount. */
  amount: AmountView | null;
  /** The book goes on with it. */
  current: boolean;
  /** Nothing is set. */
  empty: boolean;
  /** Names it, for `conflict.choose`. */
  id: string;
  /** Parts of a split, each with its amount. */
  parts: ConflictPart[];
  /** As people read it; none for an empty field, or for what has no short text. */
  text: string | null;
}

/** A field with several values. */
export interface ConflictView {
  /** The field. */
  field: string;
  /** Names it, for `conflict.choose`. */
  id: string;
  /** What it is a field of: transaction, account, category, group, payee, rule, goal, budget, view, rate, book. */
  kind: string;
  /** What that is called. */
  name: string | null;
  /** The row, where it is one. */
  row: RowView | null;
  /** The values, the one the book goes on with first. */
  values: ConflictValue[];
}

/** Budget a month like another one: limits when tracking, allocations with envelopes. */
export interface CopyBudget {
  /** The month to take from, `YYYY-MM`. */
  from: string;
  /** Also change what is budgeted already. */
  replace?: boolean | null;
  /** The month to fill, `YYYY-MM`. */
  to: string;
}

/** Count the suggestions that wait for a person's word, up to a limit. */
export interface CountWaiting {
  /** Counting stops here; by default at 999. */
  limit?: number | null;
}

/** Cover what a category was overspent by, from another category or from the money not allocated. When tracking, this raises its limit, and lowers the other one's. */
export interface CoverOverspending {
  /** Minor units; by default all that was overspent. */
  amount?: number | null;
  /** The category to take from; by default the money not allocated. */
  from?: string | null;
  /** The month, `YYYY-MM`. */
  month: string;
  /** The overspent category: id, name or key. */
  to: string;
}

/** Create an account. */
export interface CreateAccount {
  /** Bank, as statements give it. */
  bank?: string | null;
  /** ISO 4217 code; it never changes. */
  currency: string;
  /** Kind: checking, savings, `credit_card`, cash, investment, loan, `other_asset`. */
  kind: string;
  /** Name. */
  name: string;
  /** Account number, as statements give it: statements with this number go here. */
  number?: string | null;
  /** Balance before the first row, in minor units. */
  opening_balance?: number | null;
}

/** Make a new book and open it. */
export interface CreateBook {
  /** Base currency, ISO 4217. */
  currency: string;
  /** Begin with the default categories; yes when left out. */
  default_categories?: boolean | null;
  /** Language of the default categories and of amounts: pt-BR or en. */
  language: string;
  /** What the book is called. */
  name: string;
  /** Path of the file to make; by default one in your data folder, named after the book. */
  path?: string | null;
}

/** Create a category. */
export interface CreateCategory {
  /** Its group: id or name. */
  group: string;
  /** Name. */
  name: string;
}

/** Create a goal: an amount to save, where, and until when. */
export interface CreateGoal {
  /** The account whose balance counts: id or name. */
  account?: string | null;
  /** Or the category in which money is put aside: id, name or key. */
  category?: string | null;
  /** Until this day, `YYYY-MM-DD`. */
  due?: string | null;
  /** Name. */
  name: string;
  /** The day the pace counts from; by default today. */
  started?: string | null;
  /** Minor units there were when it started; by default what the account or envelope has on that day. */
  starting?: number | null;
  /** Minor units to reach, of the linked account's currency or else the book's. */
  target: number;
}

/** Create a group of categories. */
export interface CreateGroup {
  /** expense, income or transfer. */
  kind: string;
  /** Name. */
  name: string;
}

/** Create a rule. All conditions given must hold; of several rules, the first that sets a field wins. */
export interface CreateRule {
  /** Only in this account: id or name. */
  account?: string | null;
  /** Highest amount in minor units. */
  amount_max?: number | null;
  /** Lowest amount in minor units. */
  amount_min?: number | null;
  /** Further conditions, in full. */
  conditions?: ConditionViewInput[] | null;
  /** The description or memo contains this text. */
  description_contains?: string | null;
  /** The description is this text. */
  description_is?: string | null;
  /** Name; by default the text it looks for. */
  name?: string | null;
  /** The payee contains this text. */
  payee_contains?: string | null;
  /** Set this category: id, name or key. */
  set_category?: string | null;
  /** Set this note. */
  set_note?: string | null;
  /** Set this payee: id or name, a new name makes a new payee. */
  set_payee?: string | null;
}

/** Enter a transaction by hand. */
export interface CreateTransaction {
  /** The account: id or name. */
  account: string;
  /** Minor units of the account's currency; negative is money out. */
  amount: number;
  /** Category: id, name or key. */
  category?: string | null;
  /** Check number. */
  check_number?: string | null;
  /** Day, `YYYY-MM-DD`. */
  date: string;
  /** Text. */
  description: string;
  /** Note. */
  note?: string | null;
  /** Payee: id or name; a new name makes a new payee. */
  payee?: string | null;
}

/** The id of what was created. */
export interface Created {
  /** Its id. */
  id: string;
}

/** A column. */
export interface CsvColumn {
  /** Why: header, content, assumed, said. */
  because: string;
  /** Name in the header, where there is one. */
  name: string | null;
  /** What it holds. */
  role: ColumnRole;
}

/** A transaction as read. */
export interface CsvLine {
  /** Amount. */
  amount: AmountView;
  /** Balance after it, where the file states one. */
  balance: AmountView | null;
  /** `YYYY-MM-DD`. */
  date: string;
  /** Text. */
  description: string;
  /** Line in the file. */
  line: number;
}

/** A CSV file, looked at. */
export interface CsvPreview {
  /** The columns. */
  columns: CsvColumn[];
  /** Why the dates are read in this order: header, content, assumed, said. */
  dates_because: string;
  /** File name without folder. */
  file: string;
  /** What files of this layout are recognised by. */
  fingerprint: string;
  /** How the file is read. */
  mapping: MappingView;
  /** Where the mapping comes from: `given`, `remembered`, `inferred`. */
  mapping_from: string;
  /** Name of the remembered mapping. */
  mapping_name: string | null;
  /** Why nothing comes out. */
  problem: CsvProblem | null;
  /** What comes out; none when the file cannot be read so. */
  result: CsvResult | null;
  /** The first rows as written. */
  rows: CsvRow[];
  /** Why the signs are read so: header, content, assumed, said. */
  sign_because: string;
}

/** Why a file cannot be read as it stands. */
export interface CsvProblem {
  /** For programs: `ambiguous_dates`, `ambiguous_amounts`, `unknown_columns`, … */
  code: string;
  /** For people. */
  message: string;
}

/** What a mapping makes of the file. */
export interface CsvResult {
  /** Transactions read. */
  count: number;
  /** The first of them. */
  lines: CsvLine[];
  /** Sum of money in. */
  money_in: AmountView;
  /** Sum of money out, negative. */
  money_out: AmountView;
  /** First and last day. */
  period: [string, string] | null;
  /** Records that could not be read. */
  rejected: number;
  /** The first of those. */
  rejections: NoticeView[];
  /** Oddities that did not prevent reading. */
  warnings: NoticeView[];
}

/** A row as written. */
export interface CsvRow {
  /** Its cells. */
  cells: string[];
  /** Line in the file. */
  line: number;
}

/** The currencies. */
export interface CurrencyList {
  /** The book's currency first, then those of accounts. */
  items: CurrencyView[];
  /** Pairs that have rates. */
  pairs: RatePairView[];
}

/** A currency. */
export interface CurrencyView {
  /** Accounts in it that are not closed. */
  accounts: number;
  /** ISO 4217 code. */
  code: string;
  /** Digits of its minor unit. */
  digits: number;
  /** Totals are shown in it. */
  is_book: boolean;
  /** What 1,000,000 of its units are worth in the book's currency, minor units, by that rate. */
  million_minor: number | null;
  /** English name. */
  name: string;
  /** Day of the oldest rate used for that, `YYYY-MM-DD`. */
  rate_day: string | null;
  /** How it is converted today: `none` (the book's own), `direct`, `backward`, `through`, or `missing`. */
  way: string;
}

/** Order of day, month and year. */
export type DateParts = 'day_month_year' | 'month_day_year' | 'year_month_day' | 'day_year_month';

/** Decide one line of a plan: merge it with its likely row, add it, leave it out, or go back to the proposal. */
export interface DecideImport {
  /** What becomes of it. */
  decision: Decision;
  /** The line's index in the plan. */
  index: number;
  /** The plan's id. */
  plan: string;
}

/** Decide several lines of a plan alike. */
export interface DecideMany {
  /** What becomes of them. */
  decision: Decision;
  /** The lines' indexes in the plan. */
  indexes: number[];
  /** The plan's id. */
  plan: string;
}

/** Say what becomes of the lines in doubt of a statement at the server, which then writes it into the open book. Every such line wants a decision. */
export interface DecideStatement {
  /** What becomes of single lines; none when left out. */
  decisions?: LineFate[] | null;
  /** Its id, from `sync.statements`. */
  id: string;
  /** What becomes of all other lines in doubt. */
  others?: DoubtFate | null;
}

/** What becomes of a line. */
export type Decision = 'merge' | 'add' | 'leave_out' | 'proposed';

/** Take the encryption of the open book away: anybody who has the file can read it then. */
export interface DecryptBook {
  /** Its passphrase. */
  passphrase: string;
}

/** Delete an account. Refused while it has rows, unless they are to go with it; it can be undone. */
export interface DeleteAccount {
  /** The account: id or name. */
  account: string;
  /** Delete its rows too. */
  with_rows?: boolean | null;
}

/** Delete a goal. */
export interface DeleteGoal {
  /** The goal: id or name. */
  goal: string;
}

/** Delete a group of categories that is empty. */
export interface DeleteGroup {
  /** The group: id or name. */
  group: string;
}

/** Forget a CSV mapping: the next file of this layout is looked at anew. */
export interface DeleteMapping {
  /** Its fingerprint, from `mapping.list`. */
  fingerprint: string;
}

/** Delete an exchange rate; conversions then use the one before it. */
export interface DeleteRate {
  /** The day it holds from, `YYYY-MM-DD`. */
  day: string;
  /** ISO 4217 code of the currency that is priced. */
  from: string;
  /** ISO 4217 code of the currency it is priced in. */
  to: string;
}

/** Delete a rule. */
export interface DeleteRule {
  /** The rule: id or name. */
  rule: string;
}

/** Delete transactions: take rows out of the book; importing their statement again does not bring them back. */
export interface DeleteTransaction {
  /** Which rows. */
  id: string[];
}

/** Delete a saved view; its rows stay. */
export interface DeleteView {
  /** The view: id or name. */
  view: string;
}

/** What was deleted. */
export interface DeletedAccount {
  /** Its name. */
  account: string;
  /** Rows deleted with it. */
  rows: number;
}

/** The devices. */
export interface DeviceList {
  /** This one first. */
  items: DeviceView[];
}

/** A device. */
export interface DeviceView {
  /** Its account, where the book is shared with that one and it is not this device's. */
  account: string | null;
  /** Changes on the server or in the folder that it has not read yet, as far as it said; none where that is not known. */
  behind: number | null;
  /** Later keys of the book reach it. */
  keys: boolean;
  /** For people. */
  name: string;
  /** The server no longer lets it in. */
  revoked: boolean;
  /**
   * Seconds since it was last connected, or by its own clock last wrote to the folder; none for a device of another account, and where that is
   * not known.
   */
  seen_seconds_ago: number | null;
  /** 32 hexadecimal digits. */
  tag: string;
  /** It is this device. */
  this: boolean;
}

/** Describe program and book for a report: versions, counts, sizes, settings, last errors. No names, texts or amounts. */
export type Diagnose = Record<string, never>;

/** The report. */
export interface Diagnostics {
  /** The last refusals. */
  failures: Failure[];
  /** The whole of it as text, to be copied. */
  text: string;
}

/** Remove a staged file. Whatever is left is removed when the program ends. */
export interface DiscardFile {
  /** The path that `file.stage` answered. */
  path: string;
}

/** Throw a plan away; the book is as it was. */
export interface DiscardImport {
  /** The plan's id. */
  plan: string;
}

/** Give a statement up that waits at the server: nothing of it comes into the open book. */
export interface DiscardStatement {
  /** Its id, from `sync.statements`. */
  id: string;
}

/** The file is gone. */
export type Discarded = Record<string, never>;

/** Nothing to tell. */
export interface Done {
  /** How many fields or rows changed. */
  changed: number;
}

/** What becomes of a line in doubt. */
export type DoubtFate = 'merge' | 'add' | 'leave_out';

/** A line that is perhaps a row of the book. */
export interface DoubtView {
  /** Amount. */
  amount: AmountView;
  /** `YYYY-MM-DD`. */
  date: string;
  /** Text. */
  description: string;
  /** The same for programs. */
  evidence: EvidenceView[];
  /** That row; none when it is not here yet, or not any more. */
  existing: RowView | null;
  /** Its place in the plan: decisions name it. */
  index: number;
  /** Line number in the file. */
  line: number;
  /** Payee, where the file has one. */
  payee: string | null;
  /** Why, for people. */
  reasons: string[];
  /** 0 to 1000: how much speaks for that. */
  score: number;
  /** Id of the row that it perhaps is. */
  transaction: string;
}

/** What would change. */
export interface DryRun {
  /** This page of them, newest first. */
  items: DryRunRow[];
  /** Rows that would change in all. */
  total: number;
}

/** A row that would change. */
export interface DryRunRow {
  /** The category it would have; none when that stays. */
  category: string | null;
  /** The note it would have; none when that stays. */
  note: string | null;
  /** The payee it would have; none when that stays. */
  payee: string | null;
  /** The row as it is. */
  row: RowView;
}

/** Show which rows a rule, a draft of one, or all rules would change. Nothing is changed. */
export interface DryRunRule {
  /** A draft's conditions. */
  conditions?: ConditionViewInput[] | null;
  /** What the draft sets. */
  effect?: EffectInput | null;
  /** Show at most so many; by default 200. */
  limit?: number | null;
  /** Leave out so many of the rows. */
  offset?: number | null;
  /** Only this rule: id or name; with neither rule nor draft, every rule that is switched on. */
  rule?: string | null;
  /** Which rows may change; by default those whose category no person gave. */
  scope?: RuleScope | null;
}

/**
 * Change many transactions at once. What is left out stays as it is; an empty text clears. Rows that cannot be changed are left
 * alone and told; `transaction.preview_many` tells them before.
 */
export interface EditMany {
  /** Account to move to: id or name; only rows typed in by hand move. */
  account?: string | null;
  /** Tags to add. */
  add_tags?: string[] | null;
  /** Category: id, name or key; empty clears. */
  category?: string | null;
  /** uncleared or cleared. */
  clearing?: string | null;
  /** Day, `YYYY-MM-DD`; empty goes back to the bank's. */
  date?: string | null;
  /** true deletes the rows, false brings deleted ones back. */
  delete?: boolean | null;
  /** These rows. */
  id?: string[] | null;
  /** Note; empty clears. */
  note?: string | null;
  /** Payee: id or name, a new name makes a new payee; empty clears. */
  payee?: string | null;
  /** The rows this query asks for. */
  query?: string | null;
  /** Tags to take away. */
  remove_tags?: string[] | null;
}

/** Change transactions. What is left out stays as it is; an empty text clears. */
export interface EditTransaction {
  /** Amount in minor units; only for rows typed in by hand. */
  amount?: number | null;
  /** Category: id, name or key; empty clears. */
  category?: string | null;
  /** uncleared or cleared; reconciling has an operation of its own. */
  clearing?: string | null;
  /** Day shown instead of the bank's, `YYYY-MM-DD`; empty goes back to the bank's. */
  date?: string | null;
  /** Which rows. */
  id: string[];
  /** Note; empty clears. */
  note?: string | null;
  /** Payee: id or name, a new name makes a new payee; empty clears. */
  payee?: string | null;
  /** Tags, the whole set. */
  tags?: string[] | null;
}

/** What a rule sets, as it is written: names or ids; what is left out is not set. */
export interface EffectInput {
  /** Category: id, name or key. */
  category?: string | null;
  /** Note. */
  note?: string | null;
  /** Payee: id or name; a new name makes a new payee. */
  payee?: string | null;
}

/** What a rule sets, as it is read. */
export interface EffectView {
  /** Category's name. */
  category: string | null;
  /** Category's id. */
  category_id: string | null;
  /** Note. */
  note: string | null;
  /** Payee's name. */
  payee: string | null;
  /** Payee's id. */
  payee_id: string | null;
}

/** Encrypt the open book: from now on only the passphrase opens its file. Nobody can open it without: keep the passphrase safe. */
export interface EncryptBook {
  /** Leave the backups made before as they are: anybody can read them. By default they go, once an encrypted one is verified. */
  keep_plain_backups?: boolean | null;
  /** At least 8 characters; several words are best. */
  passphrase: string;
  /** Keep the key in this computer's keychain, so that it opens without asking here. */
  remember?: boolean | null;
}

/** Take the code that is shown back. */
export type EndInvitation = Record<string, never>;

/** End an access token for the API of the open book. */
export interface EndToken {
  /** Its number, from `sync.hosting`. */
  id: number;
}

/** The closed set of error codes. Clients branch on these; the text may change, the codes do not. */
export type ErrorCode = 'invalid_input' | 'unknown_operation' | 'not_found' | 'already_exists' | 'locked' | 'not_a_statement' | 'ambiguous' | 'wrong_account' | 'stale_plan' | 'nothing_to_undo' | 'busy' | 'newer_version' | 'damaged' | 'read_only' | 'disk_full' | 'io' | 'money' | 'cancelled' | 'no_book' | 'locked_book' | 'wrong_passphrase' | 'no_keychain' | 'locked_keys' | 'shared_read_only' | 'server_unreachable' | 'server_refused' | 'internal';

/** Replay the rows you categorised in order of date, learning only from earlier ones: how often the categoriser was right. */
export interface EvaluateCategorizer {
  /** At most so many of the newest rows; by default 5,000. */
  limit?: number | null;
}

/** A piece of evidence that a line is a row. */
export interface EvidenceView {
  /** `same_amount`, `days_apart`, `text`, `same_check_number`, `pending_amount_changed`, `both_from_bank`, `other_bank_id`. */
  code: string;
  /** Days from the row to the line, thousandths of likeness, or difference in minor units. */
  value: number | null;
}

/** Why a category is suggested for a row: the own rows most like it. Changes nothing. */
export interface ExplainSuggestion {
  /** How many rows; by default 3. */
  count?: number | null;
  /** The row. */
  id: string;
}

/** The evidence. */
export interface Explanation {
  /** Own rows a person categorised, most alike first. */
  nearest: NearRow[];
}

/** Write the whole open book to a file in another format. It is not encrypted, whatever the book is. */
export interface ExportBook {
  /** csv, json (with every field), beancount or hledger. */
  format: string;
  /** The file to write; by default one beside the book. */
  path?: string | null;
}

/** Write a remembered CSV mapping as a small JSON file. */
export interface ExportMapping {
  /** Its fingerprint, from `mapping.list`. */
  fingerprint: string;
}

/** Make a file of a report: CSV or PDF. */
export interface ExportReport {
  /** What `report.breakdown` is asked. */
  breakdown?: ReportBreakdown | null;
  /** What `report.cash_flow` is asked. */
  cash_flow?: ReportCashFlow | null;
  /** CSV or PDF. */
  format: ReportFormat;
  /** pt-BR or en; by default the book's. */
  language?: string | null;
  /** What `report.net_worth` is asked. */
  net_worth?: ReportNetWorth | null;
  /** Write the file here instead of answering with its content. */
  path?: string | null;
  /** Which report. */
  report: ReportKind;
}

/** What was written. */
export interface Exported {
  /** Its size in bytes. */
  bytes: number;
  /** The file. */
  path: string;
}

/** What the bank said. */
export interface FactsView {
  /** The bank's amount. */
  amount: AmountView;
  /** The bank's id. */
  bank_id: string | null;
  /** Check number. */
  check_number: string | null;
  /** The bank's day. */
  date: string;
  /** Text of the statement. */
  description: string;
  /** Instalment, `3/10`. */
  instalment: string | null;
  /** Further text. */
  memo: string | null;
  /** statement, pending or manual. */
  origin: string;
  /** Amount in the currency of the purchase. */
  original: AmountView | null;
  /** Payee field of the statement. */
  payee: string | null;
}

/** A refusal, without anything of the book. */
export interface Failure {
  /** When, milliseconds since 1970-01-01 UTC. */
  at: number;
  /** The code. */
  code: string;
  /** The operation. */
  operation: string;
}

/** Bring a file of a monthly report here, which a server made of the open book. */
export interface FetchReport {
  /** PDF or CSV. */
  format: ReportFormat;
  /** The report's id, from `sync.monthly_reports`. */
  id: string;
  /** Write the file here, whole or not at all, instead of answering with its content. */
  path?: string | null;
}

/** What an action did to a field. */
export interface FieldChange {
  /** What it says after, where it says the same on all; none for nothing. */
  after: string | null;
  /** What it said before, where it said the same on all; none for nothing. */
  before: string | null;
  /** On how many things. */
  count: number;
  /** The field: category, payee, note, tags, date, amount, splits, transfer, cleared, deleted, name and others. */
  field: string;
  /** It was set to different things. */
  various: boolean;
}

/** Money in and out; transfers are neither. */
export interface Flow {
  /** Income. */
  income: AmountView;
  /** Spending, as a positive amount. */
  spending: AmountView;
  /** Sum of rows without category, in neither of them. */
  uncategorised: AmountView;
}

/** Take a book off the list of recent ones. Its file stays where it is. */
export interface ForgetBook {
  /** Its path, as the list says. */
  path: string;
}

/** The goals. */
export interface GoalList {
  /** The next to be due first. */
  items: GoalView[];
}

/** Where a goal's money lies. */
export type GoalPlace = 'account' | 'category' | 'nothing';

/** How a goal stands. */
export type GoalState = 'reached' | 'on_track' | 'behind' | 'overdue' | 'open';

/** A goal. */
export interface GoalView {
  /** Put away. */
  archived: boolean;
  /** The day on which this pace arrives. */
  arrives: string | null;
  /** Until this day. */
  due: string | null;
  /** Id. */
  id: string;
  /** Its name. */
  linked: string | null;
  /** Id of the account or category. */
  linked_id: string | null;
  /** Name. */
  name: string;
  /** What has to be put aside per month to arrive in time. */
  needed_per_month: AmountView | null;
  /** What was put aside per month so far; none in the first four weeks. */
  pace_per_month: AmountView | null;
  /** Thousandths of the target, 0 to 1000. */
  per_mille: number;
  /** Where the money lies. */
  place: GoalPlace;
  /** What is missing. */
  remaining: AmountView;
  /** What there is. */
  saved: AmountView;
  /** The day the pace counts from. */
  started: string;
  /** What there was when it started. */
  starting: AmountView;
  /** How it stands. */
  state: GoalState;
  /** To reach. */
  target: AmountView;
}

/** The groups. */
export interface GroupList {
  /** In order. */
  items: GroupView[];
}

/** The sum of a group in one currency. */
export interface GroupTotal {
  /** Its open accounts in this currency. */
  accounts: number;
  /** Their balance. */
  balance: AmountView;
  /** The group. */
  group: AccountGroup;
}

/** A group. */
export interface GroupView {
  /** Categories in it, archived ones too. */
  categories: number;
  /** Id. */
  id: string;
  /** expense, income or transfer. */
  kind: string;
  /** Name. */
  name: string;
}

/** What `doctor` found. */
export interface Health {
  /** What was looked at, with counts. */
  checked: string[];
  /** Nothing is wrong. */
  healthy: boolean;
  /** What is wrong. */
  problems: string[];
  /** The projection was made anew. */
  rebuilt: boolean;
}

/** An action. */
export interface HistoryItem {
  /** Names of the first things it touched. */
  about: string[];
  /** Its number; `history.undo` takes it. */
  action: number;
  /** Milliseconds since 1970-01-01 UTC. */
  at: number;
  /** What it set, field by field. */
  changes: FieldChange[];
  /** The device it was done on. */
  device: string;
  /** The file it imported. */
  file: string | null;
  /** How many of them it made or brought back. */
  made: number;
  /** Its operation. */
  name: string;
  /** Other things it touched: accounts, categories, payees, rules. */
  others: number;
  /** Transactions it touched. */
  rows: number;
  /** done, undone, undone for good, reverted (by a later action), or final where it cannot be undone. */
  state: string;
  /** The number of the action it took back. */
  undoes: number | null;
  /** The operation of the action it took back. */
  undoes_name: string | null;
}

/** The actions. */
export interface HistoryList {
  /** Newest first. */
  items: HistoryItem[];
  /** There may be older ones. */
  more: boolean;
}

/** A month, minor units. */
export interface HistoryMonth {
  /** Set aside. */
  allocated: number | null;
  /** What was left; none when nothing was budgeted. */
  available: number | null;
  /** Came over from the month before. */
  carried: number;
  /** Most that may be spent. */
  limit: number | null;
  /** `YYYY-MM`. */
  month: string;
  /** Spent, less what came back. */
  spent: number;
}

/** How fine a history is. */
export type HistoryStep = 'month' | 'day';

/**
 * Let the server read the open book: all of it, and all that was ever changed, and write to it. What it has read it has read. Only the
 * book's owner may.
 */
export type HostBook = Record<string, never>;

/** Something happened in the host. */
export type HostEvent = {
  event: 'changed';
  /** What changed. */
  topics: Topic[];
} | {
  /** The id that was given with the call. */
  call: string;
  /** Units done. */
  done: number;
  event: 'progress';
  /** What it is busy with. */
  stage: Stage;
  /** Units in all; 0 when not known. */
  total: number;
} | {
  event: 'opened';
  /** Its name. */
  name: string;
  /** Its file. */
  path: string;
} | {
  event: 'closed';
} | {
  event: 'lost';
};

/** The state of the host. */
export interface HostStatus {
  /** Where new books go when no place is named. */
  books_folder: string;
  /** The open book's base currency. */
  currency: string | null;
  /** Only a passphrase opens the open book's file. */
  encrypted: boolean;
  /** The open book's language: pt-BR or en. */
  language: string | null;
  /** The book that waits for its passphrase. */
  locked: string | null;
  /** The open book's name. */
  name: string | null;
  /** A book is open. */
  open: boolean;
  /** The open book's file. */
  path: string | null;
  /** The open book is the sample book; `book.remove_sample` throws it away. */
  sample: boolean;
  /** Version of the program. */
  version: string;
}

/** How a book is hosted. */
export interface Hosting {
  /** Changes there are. */
  head: number;
  /** Changes that it has read. */
  read: number;
  /** Whether the server reads it. */
  state: HostingState;
  /** Access tokens of this account for the book's API. */
  tokens: ApiToken[];
  /** Changes that it cannot open yet. */
  waiting: number;
}

/** Whether the server reads the book. */
export type HostingState = 'sealed' | 'offered' | 'hosted';

/** The imports. */
export interface ImportList {
  /** Newest first where this device made them; others after. */
  items: ImportView[];
}

/** Remember a CSV mapping out of a file that `mapping.export` wrote. */
export interface ImportMapping {
  /** The file's content. */
  text: string;
}

/** An import of a row. */
export interface ImportOfRow {
  /** The batch. */
  batch: string;
  /** File name. */
  file: string;
  /** Format. */
  format: string;
  /** added, merged or filled. */
  how: string;
  /** Text of that line. */
  line: string | null;
  /** Day of the statement line that was merged into the row. */
  line_date: string | null;
  /** It was taken back. */
  undone: boolean;
}

/**
 * Import exchange rates from CSV: `date,from,to,rate` lines, or a date and one column per currency as the European Central Bank
 * publishes them. Rates entered by hand are kept.
 */
export interface ImportRates {
  /** Currency a file with one column per currency is priced for; by default EUR. */
  base?: string | null;
  /** Only rates of these currencies; by default those of the book and its accounts, and of a table's base with them. */
  currencies?: string[] | null;
  /** Only tell what would change. */
  dry_run?: boolean | null;
  /** Or the file's path. */
  path?: string | null;
  /** Name of the source to keep with each rate; by default the file's name, or CSV. */
  source?: string | null;
  /** The file's content. */
  text?: string | null;
}

/** An import. */
export interface ImportView {
  /** Account name. */
  account: string;
  /** Account id. */
  account_id: string;
  /** Rows added. */
  added: number;
  /** Milliseconds since 1970-01-01 UTC; none when another device made it. */
  at: number | null;
  /** Id; `import.undo` takes it. */
  batch: string;
  /** File name. */
  file: string;
  /** Format. */
  format: string;
  /** Lines left out. */
  ignored: number;
  /** Lines already known. */
  known: number;
  /** Lines merged into rows that were there. */
  merged: number;
  /** What the balance proof said when it was committed. */
  proof: ProofView;
  /** Taken back. */
  undone: boolean;
}

/** An earlier import of the same file. */
export interface ImportedBefore {
  /** Milliseconds since 1970-01-01 UTC; none when another device made it. */
  at: number | null;
  /** The import. */
  batch: string;
  /** Name the file had. */
  file: string;
}

/** What an import did. */
export interface ImportedView {
  /** Account name. */
  account: string;
  /** Account id. */
  account_id: string;
  /** Rows added. */
  added: number;
  /** The import's id; `import.undo` takes it. */
  batch: string;
  /** Rows that got a category. */
  categorised: number;
  /** Lines left out. */
  ignored: number;
  /** Lines already known. */
  known: number;
  /** Lines merged into rows that were there. */
  merged: number;
  /** Balance proof. */
  proof: ProofView;
  /** Rows that wait for review. */
  uncertain: number;
}

/** Income of a category. */
export interface IncomeLine {
  /** Average of the three months before. */
  average_3: AmountView;
  /** Name. */
  category: string;
  /** Category id. */
  category_id: string;
  /** Income of the month. */
  received: AmountView;
}

/** Nothing to say. */
export type InvitationEnded = Record<string, never>;

/** A code, and what became of it. */
export interface InvitationView {
  /** The other account with which it shares the book; none for a device of this account. */
  account: string | null;
  /** A number and two words. */
  code: string;
  /** Name of the device that was let in. */
  device: string | null;
  /** Why none was. */
  problem: AppError | null;
  /** What that account may do with the book. */
  role: PersonRole | null;
  /** Seconds it still stands. */
  seconds_left: number;
}

/** Show a code for some minutes, and let the device in on which it is typed. */
export type InviteDevice = Record<string, never>;

/** Bring a book to this device with the code that a device of the book shows, and open it. */
export interface JoinByCode {
  /** The code: a number and two words. */
  code: string;
  /** Path of the folder that the devices share. */
  folder?: string | null;
  /** Path of the file to make; by default one in your data folder. */
  path?: string | null;
  /** Address of the server, https://... Left out where a folder takes its place. */
  server?: string | null;
}

/** Bring a book that is synced through a folder to this device, by its recovery phrase, and open it. */
export interface JoinFolder {
  /** Path of the folder that the devices share. */
  folder: string;
  /** Path of the file to make; by default one in your data folder. */
  path?: string | null;
  /** The book's recovery phrase: 24 words. */
  phrase: string;
}

/** Bring a book to this device that somebody shares with your account, with the code that their device shows, and open it. */
export interface JoinShared {
  /** Name of your account there; left out with the password after signing in with `sync.sign_in`. */
  account?: string | null;
  /** The code: a number and two words. */
  code: string;
  /** Invitation, where the server asks for one. */
  invitation?: string | null;
  /** Make the account; no when left out. */
  new_account?: boolean | null;
  /** Its password. */
  password?: string | null;
  /** Path of the file to make; by default one in your data folder. */
  path?: string | null;
  /** Address of the server, https://... */
  server: string;
}

/** Bring a book that is synced on another device to this one, by its recovery phrase, and open it. */
export interface JoinSync {
  /** Name of the account there; left out with the password after signing in with `sync.sign_in`. */
  account?: string | null;
  /** Its password. */
  password?: string | null;
  /** Path of the file to make; by default one in your data folder. */
  path?: string | null;
  /** The book's recovery phrase: 24 words. */
  phrase: string;
  /** Address of the server, https://... */
  server: string;
}

/** Keep what lets this device in, and its own key, in this computer's keychain, in a file behind a passphrase, or in the book's file. */
export interface KeepKeys {
  /** Where. */
  keep: Keeping;
  /** Passphrase of the file. */
  passphrase?: string | null;
}

/** Make this phrase of the open book the only one. Another, which a device made at the same time, opens nothing that is changed after this. */
export interface KeepPhrase {
  /** 24 words. */
  phrase: string;
}

/** Where a device keeps what it keeps to itself. */
export type Keeping = 'book' | 'keychain' | 'file';

/** A remembered mapping. */
export interface KeptMapping {
  /** Name of the account the last file went to. */
  account: string | null;
  /** What files of this layout are recognised by; the other operations take it. */
  fingerprint: string;
  /** Header names. */
  header: string[];
  /** How files are read. */
  mapping: MappingView | null;
  /** What a person calls it. */
  name: string | null;
  /** Last use, milliseconds since 1970-01-01 UTC. */
  used_at: number | null;
}

/** What the accounts of a kind are worth. */
export interface KindWorth {
  /** checking, savings, `credit_card`, cash, investment, loan or `other_asset`. */
  kind: string;
  /** Minor units. */
  minor: number;
}

/** Stop syncing the open book on this device. What is here stays here, what is on the server stays there. */
export type LeaveSync = Record<string, never>;

/** A field that was left alone. */
export interface LeftAlone {
  /** The field. */
  field: string;
  /** `changed_since` or `missing`. */
  reason: string;
  /** Its transaction; none where it belongs to something else. */
  row: string | null;
}

/** What becomes of one line. */
export interface LineFate {
  /** What becomes of it. */
  fate: DoubtFate;
  /** Its `index`. */
  index: number;
}

/** Say that two rows are the two sides of one transfer. */
export interface LinkTransfer {
  /** One side. */
  from: string;
  /** The other side, in another account. */
  to: string;
}

/** List the accounts with their balances. */
export type ListAccounts = Record<string, never>;

/** List the backups of the open book, newest first, with the rule by which they are made and kept. */
export type ListBackups = Record<string, never>;

/** List categories by group. */
export type ListCategories = Record<string, never>;

/** List fields that devices set to different values without knowing of each other. The book goes on with the first of each. */
export interface ListConflicts {
  /** At most so many; 100 when left out. */
  limit?: number | null;
}

/** List the currencies of the book, its accounts and its exchange rates, with the pairs that have rates. */
export type ListCurrencies = Record<string, never>;

/**
 * List the devices of the account with which the open book is synced, and those that have the book's keys. Asks the server; of a folder it is
 * what was last read there.
 */
export type ListDevices = Record<string, never>;

/** List the goals with what is saved, the pace needed, the pace so far, and when it arrives. */
export interface ListGoals {
  /** Also goals that were put away. */
  archived?: boolean | null;
  /** As of this day, `YYYY-MM-DD`. */
  day: string;
}

/** List the groups of categories, empty ones too. */
export type ListGroups = Record<string, never>;

/** List the actions of this device, newest first. */
export interface ListHistory {
  /** Only actions before the one of this number. */
  before?: number | null;
  /** At most so many; by default 50. */
  limit?: number | null;
  /** Only actions that touched this row. */
  row?: string | null;
}

/** List the imports. */
export type ListImports = Record<string, never>;

/** List what a server that reads the open book does, or did, for it. Asks the server. */
export interface ListJobs {
  /** The `next_cursor` of the page before. */
  cursor?: string | null;
}

/** List the CSV mappings that are remembered, one per bank's header. */
export type ListMappings = Record<string, never>;

/** List the monthly reports that a server which reads the open book made of it, or is to make, newest first. Asks the server. */
export interface ListMonthlyReports {
  /** The `next_cursor` of the page before. */
  cursor?: string | null;
}

/** List what a server that reads the open book has to tell about it. Asks the server; where none reads the book the list is empty. */
export interface ListNotices {
  /** The `next_cursor` of the page before. */
  cursor?: string | null;
}

/** List the payees with their rows and sums. */
export interface ListPayees {
  /** Only names that contain this, whatever case and accents. */
  search?: string | null;
}

/** List the accounts that share the open book, with their roles. Asks the server. */
export type ListPeople = Record<string, never>;

/** List lines of an open plan. */
export interface ListPlanLines {
  /** At most so many; by default 200. */
  limit?: number | null;
  /** Leave out so many from the start. */
  offset?: number | null;
  /** The plan's id. */
  plan: string;
  /** Which lines; by default all. */
  show?: Show | null;
}

/** List the exchange rates of a pair of currencies, newest first. */
export interface ListRates {
  /** ISO 4217 code of the currency that is priced. */
  from: string;
  /** At most so many; by default 400. */
  limit?: number | null;
  /** From this day, month or year. */
  since?: string | null;
  /** ISO 4217 code of the currency it is priced in. */
  to: string;
  /** To this day, month or year, included. */
  until?: string | null;
}

/** List the statements an account was reconciled with, newest first. */
export interface ListReconciliations {
  /** The account: id or name. */
  account: string;
}

/** List transactions, newest first. */
export interface ListRegister {
  /** Only this account: id or name. */
  account?: string | null;
  /** Go on after this place: `next` of the page before. Only by date. */
  after?: string | null;
  /** Only this category: id, name or key; `none` for rows without one. */
  category?: string | null;
  /** From this day, month or year. */
  from?: string | null;
  /** At most so many; by default 200. */
  limit?: number | null;
  /** At most this amount, minor units. */
  max_amount?: number | null;
  /** At least this amount, minor units. */
  min_amount?: number | null;
  /** Leave out so many first. */
  offset?: number | null;
  /** Rows this query asks for, such as `category:food amount>100 date:2024-03 -uber`. */
  query?: string | null;
  /** Only rows whose text contains this, whatever case and accents. */
  search?: string | null;
  /** date, amount or payee; a minus before it turns it round. By default `-date`, newest first. */
  sort?: string | null;
  /** To this day, month or year, included. */
  to?: string | null;
}

/** List the rules in the order in which they run. */
export type ListRules = Record<string, never>;

/** List the settings of this device. */
export type ListSettings = Record<string, never>;

/** List the statements that were handed to a server which reads the open book, those that wait for a review first. Asks the server. */
export interface ListStatements {
  /** The `next_cursor` of the page before. */
  cursor?: string | null;
}

/** List the tags. */
export type ListTags = Record<string, never>;

/** List the saved views. */
export type ListViews = Record<string, never>;

/** List the addresses to which a server sends its notices about the open book for the account that syncs it. Asks the server. */
export type ListWebhooks = Record<string, never>;

/** Make a book with sample data, invented statements of several banks, and open it. */
export interface LoadSample {
  /** Language of the categories: pt-BR or en. */
  language: string;
  /** Path of the file to make; by default one in your data folder. */
  path?: string | null;
}

/** Find the place of a row, or of a day, in the list a query asks for; without either, its beginning. */
export interface LocateRow {
  /** A day, month or year: the place of its newest row, or where that would stand. */
  date?: string | null;
  /** The row. */
  id?: string | null;
  /** The query; left out for all rows. */
  query?: string | null;
  /** `-date` (the usual) or `date`. */
  sort?: string | null;
}

/** A place in a list. */
export interface Located {
  /** The row itself is in the list; true for days. */
  listed: boolean;
  /** Rows before it. */
  offset: number;
}

/** Lock the open book: it is closed until its passphrase is given. */
export type LockBook = Record<string, never>;

/** Make an access token for the API of the open book, which the server reads. It is shown once and kept nowhere. */
export interface MakeToken {
  /** What it is for. */
  name: string;
  /** It may change the book too; it may only read it when left out. */
  writes?: boolean | null;
}

/** What a change to many rows did, or would do. */
export interface ManyEdited {
  /** Number of the action, for undo; none when nothing changed. */
  action: number | null;
  /** Rows changed. */
  changed: number;
  /** Rows left alone, by reason. */
  skipped: SkippedRows[];
}

/** The mappings. */
export interface MappingList {
  /** Last used first. */
  items: KeptMapping[];
}

/** A mapping as a file. */
export interface MappingText {
  /** The file's content; `mapping.import` and `valorize import --mapping` take it. */
  text: string;
}

/** How a CSV file is read. */
export interface MappingView {
  /** What each column holds, from left to right. */
  columns: ColumnRole[];
  /** ISO 4217 code for rows that name none. */
  currency: string | null;
  /** Order of day, month and year. */
  dates: DateParts;
  /** Decimal mark; none when no amount tells. */
  decimal_mark: Mark | null;
  /** Between the cells: `,`, `;`, a tab or `|`. */
  delimiter: string;
  /** A header follows them. */
  header: boolean;
  /** Cells may be wrapped in double quotes. */
  quoting: boolean;
  /** Which sign is money out. */
  sign: SignRule;
  /** Records above the header, or above the first row where there is none; blank lines do not count. */
  skip_records: number;
}

/** How a CSV file is read. */
export interface MappingViewInput {
  /** What each column holds, from left to right. */
  columns: ColumnRole[];
  /** ISO 4217 code for rows that name none. */
  currency?: string | null;
  /** Order of day, month and year. */
  dates: DateParts;
  /** Decimal mark; none when no amount tells. */
  decimal_mark?: Mark | null;
  /** Between the cells: `,`, `;`, a tab or `|`. */
  delimiter: string;
  /** A header follows them. */
  header: boolean;
  /** Cells may be wrapped in double quotes. */
  quoting: boolean;
  /** Which sign is money out. */
  sign: SignRule;
  /** Records above the header, or above the first row where there is none; blank lines do not count. */
  skip_records: number;
}

/** Decimal mark. */
export type Mark = 'dot' | 'comma';

/**
 * Merge categories into one: their rows, parts of split rows and rules count for that one from now on, reconciled rows too, and rows
 * that other devices add. Take it back with undo or `category.unmerge`.
 */
export interface MergeCategories {
  /** The categories that go: ids, names or keys. */
  categories: string[];
  /** The category that stays: id, name or key. */
  into: string;
}

/**
 * Merge payees into one: their rows show and count as that one from now on, also rows that other devices add. Take it back with
 * undo, or one by one with `payee.unmerge`.
 */
export interface MergePayees {
  /** The payee that stays: id or name. */
  into: string;
  /** The payees that go: ids or names. */
  payees: string[];
}

/** What would follow. */
export interface MergePreview {
  /** The merge crosses money in and money out, or transfers: reports will change. */
  kinds_differ: boolean;
  /** Months in which sums of categories would change. */
  months: number;
  /** Rows, and parts of split rows, that would count for the other category. */
  rows: number;
  /** Rules that would set the other category. */
  rules: string[];
}

/** Payees that are probably one. */
export interface MergeSuggestion {
  /** The one to keep: it has most rows. */
  keep: PayeeView;
  /** The others, most alike first. */
  others: NearPayeeView[];
}

/** Groups of payees. */
export interface MergeSuggestions {
  /** Those with most rows first. */
  items: MergeSuggestion[];
  /** How many groups there are in all. */
  total: number;
}

/** A category or payee that was merged. */
export interface MergedView {
  /** Id. */
  id: string;
  /** Name. */
  name: string;
}

/** A conversion that had no rate. */
export interface MissingRate {
  /** The first day on which a rate was needed, `YYYY-MM-DD`. */
  day: string;
  /** Currency that could not be converted. */
  from: string;
  /** Into this one. */
  to: string;
}

/** The sum of a month. */
export interface MonthAmount {
  /** Minor units. */
  minor: number;
  /** `YYYY-MM`. */
  month: string;
}

/** A month's report. */
export interface MonthlyReport {
  /** When it was asked for, Unix milliseconds. */
  at: number;
  /** When it was ready, Unix milliseconds. */
  ended: number | null;
  /** Why it was given up. */
  error: string | null;
  /** What kinds of file it has, or will have. */
  formats: ReportFormat[];
  /** Its id. */
  id: string;
  /** `en` or `pt-BR`. */
  language: string;
  /** `YYYY-MM`. */
  month: string;
  /** Where it is. */
  state: MonthlyReportState;
}

/** Where a report is. */
export type MonthlyReportState = 'waiting' | 'ready' | 'failed';

/** A page of monthly reports. */
export interface MonthlyReports {
  /** The newest first. */
  items: MonthlyReport[];
  /** For the page after this one; none on the last. */
  next_cursor: string | null;
}

/** Move budgeted money between categories of a month; a side left out is the money not allocated. */
export interface MoveBudget {
  /** Minor units, more than zero. */
  amount: number;
  /** The category to take from: id, name or key. */
  from?: string | null;
  /** The month, `YYYY-MM`. */
  month: string;
  /** The category to give to: id, name or key. */
  to?: string | null;
}

/** Say name and kind of the account that a plan will create. */
export interface NameImportAccount {
  /** Kind: checking, savings, `credit_card`, cash, investment, loan, `other_asset`. */
  kind: string;
  /** Name of the account. */
  name: string;
  /** The plan's id. */
  plan: string;
}

/** A payee like another. */
export interface NearPayeeView {
  /** How alike the names are, 0 to 1000. */
  likeness: number;
  /** The payee. */
  payee: PayeeView;
}

/** One of them. */
export interface NearRow {
  /** The row. */
  row: RowView;
  /** Likeness, 0 to 1000. */
  similarity: number;
}

/** Net worth over time. */
export interface NetWorth {
  /** ISO 4217 code of every amount. */
  currency: string;
  /** Every month of the span, in order. */
  items: NetWorthMonth[];
  /** What could not be converted and is in no sum. */
  missing: MissingRate[];
}

/** The end of a month. */
export interface NetWorthMonth {
  /** Accounts with more than nothing, minor units. */
  assets: number;
  /** Accounts with less than nothing, minor units, negative. */
  debts: number;
  /** By kind of account, in a fixed order; kinds without an account are left out. */
  kinds: KindWorth[];
  /** `YYYY-MM`. */
  month: string;
  /** Everything, minor units. */
  total: number;
}

/** Make a recovery phrase for the open book, in the place of any before. It is shown once and kept nowhere. */
export type NewPhrase = Record<string, never>;

/** Why no embedding model is in use. */
export type NoModel = 'switched_off' | 'no_folder' | 'not_loaded';

/** A message about a place in the file. */
export interface NoticeView {
  /** For programs. */
  code: string;
  /** Line number; 0 for the whole file. */
  line: number;
  /** For people. */
  message: string;
}

/** How this account wants to hear of its books outside the program. */
export interface NoticeWishes {
  /** Language of mail, `en` or `pt-BR`; none where none is wanted. Mail goes to the account's name, which must be an address then. */
  email: string | null;
  /** What is not wanted outside the program. */
  unwanted: Unwanted[];
}

/** A page of notices. */
export interface Notices {
  /** A server reads the book; where none does there are no notices. */
  hosted: boolean;
  /** Unread ones first, the newest first among them. */
  items: ServerNotice[];
  /** For the page after this one; none on the last. */
  next_cursor: string | null;
  /** How many are unread, on all pages. */
  unread: number;
}

/** Open a book. The one that is open is closed first; when the new one cannot be opened, it stays. */
export interface OpenBook {
  /** Its passphrase, when it is encrypted or locked and the keychain does not have its key. */
  passphrase?: string | null;
  /** Path of the file. */
  path: string;
}

/** The overview. */
export interface Overview {
  /** Budgets that are over or will be at this pace, the worst first. */
  at_risk: BudgetRisk[];
  /** The month before up to the same day of the month. */
  before: Flow;
  /** Anything is budgeted this month. */
  budgeted: boolean;
  /** Sums in other currencies that no rate reaches; they are left out. */
  missing_rates: MissingRate[];
  /** The month, `YYYY-MM`. */
  month: string;
  /** This month up to the day. */
  now: Flow;
  /** Categories with the most spending this month, and those usually with most. */
  spending: CategorySpending[];
  /** The average of the three months before, whole. */
  usual: Flow;
  /** What waits for a person. */
  waiting: Waiting;
}

/** How the categoriser did on the rows of a book. Shares in per mille, as whole numbers. */
export interface OwnEvaluation {
  /** Right of all, per mille. */
  accuracy: number;
  /** Right of merchants seen before, per mille. */
  accuracy_known: number;
  /** Right of merchants not seen before, per mille. */
  accuracy_new: number;
  /** How far its confidence is from how often it is right, per mille; less is better. */
  calibration_error: number;
  /** Rows it could have set with 95 of 100 right, per mille. */
  coverage_at_95: number;
  /** The model that was used; none when it works without. */
  model: string | null;
  /** Rows replayed. */
  rows: number;
  /** Rows of merchants not seen before. */
  rows_new: number;
  /** Simply choosing the category most used for the payee, per mille right. */
  simple_accuracy: number | null;
}

/** Tell what is understood of a query, term by term, and what is wrong with it where. */
export interface ParseQuery {
  /** pt-BR or en: the language the terms are written back in; by default the book's. */
  language?: string | null;
  /** The query. */
  query: string;
}

/** A query as it is understood. */
export interface ParsedQuery {
  /** What is wrong; nothing when the query can be used. */
  problems: QueryProblem[];
  /** The terms that are understood. */
  terms: TermView[];
  /** The terms in their shortest form. */
  text: string;
}

/** One part. */
export interface Part {
  /** Minor units, with the row's sign. */
  amount: number;
  /** Category: id, name or key. */
  category?: string | null;
  /** Note. */
  note?: string | null;
}

/** A part of a split row. */
export interface PartView {
  /** Its amount. */
  amount: AmountView;
  /** Its category's name. */
  category: string | null;
  /** Its category's id. */
  category_id: string | null;
  /** Its note. */
  note: string | null;
}

/** How often a payee's rows have a category. */
export interface PayeeCategoryView {
  /** Of these, rows a person gave it to. */
  by_hand: number;
  /** Category id. */
  id: string;
  /** Its name. */
  name: string;
  /** Rows. */
  rows: number;
}

/** A payee that could be meant. */
export interface PayeeCompletion {
  /** The category its newest row has: name. */
  category: string | null;
  /** The category its newest row has: id. */
  category_id: string | null;
  /** Id. */
  id: string;
  /** Name. */
  name: string;
  /** Rows it is set on; counted up to 500. */
  transactions: number;
}

/** Payees that could be meant. */
export interface PayeeCompletions {
  /** The likeliest first. */
  items: PayeeCompletion[];
}

/** A payee. */
export interface PayeeDetail {
  /** Categories of its rows, the one given most often by a person first: it is what the next row will be suggested. */
  categories: PayeeCategoryView[];
  /** Id. */
  id: string;
  /** Payees that were merged into it. */
  merged: MergedView[];
  /** Name. */
  name: string;
}

/** The payees. */
export interface PayeeList {
  /** By name. */
  items: PayeeView[];
}

/** A payee. */
export interface PayeeView {
  /** Id. */
  id: string;
  /** Day of its last row, `YYYY-MM-DD`. */
  last_day: string | null;
  /** Payees that were merged into it. */
  merged: number;
  /** Name. */
  name: string;
  /** Sum of its rows, one per currency. */
  totals: AmountView[];
  /** Rows it is set on. */
  transactions: number;
}

/** Everybody who shares the book. */
export interface People {
  /** The owner first. */
  items: PersonView[];
  /** This account is the owner: it may change the list. */
  owner: boolean;
}

/** What a person may do with the book. */
export type PersonRole = 'owner' | 'editor' | 'reader' | 'gone';

/** Somebody who shares the book. */
export interface PersonView {
  /** Name of the account. */
  account: string;
  /** Names of their devices that have the keys; none yet for one who has not brought the book. */
  devices: string[];
  /** What they may do. */
  role: PersonRole;
  /** It is the account of this device. */
  this: boolean;
}

/** The phrase. */
export interface Phrase {
  /** 24 words in their order. */
  words: string[];
}

/** Whether they are. */
export interface PhraseVerdict {
  /** They are. */
  right: boolean;
}

/** Read a statement file and plan its import. Nothing is written to the accounts. */
export interface PlanImport {
  /** Import into this account, whatever the file says: id or name. */
  account?: string | null;
  /** Open plans of other files that will be committed before this one: their rows count as there. */
  after?: string[] | null;
  /** Give every line back, not only the doubtful ones. */
  all_lines?: boolean | null;
  /** Currency where the file names none; by default the account's, else the book's. */
  currency?: string | null;
  /** Order of day and month where the file leaves it open: dmy, mdy or ymd. */
  date_order?: string | null;
  /**
   * Earlier plans of the same file that this one stands for: what a person decided in them stays decided where it still can be, and
   * they are thrown away.
   */
  instead_of?: string[] | null;
  /** How to read a CSV file, instead of the inferred or remembered mapping. */
  layout?: MappingViewInput | null;
  /** CSV mapping profile (path of a JSON file) instead of the inferred or remembered one. */
  mapping?: string | null;
  /** Path of the file. */
  path: string;
}

/** A line of a plan. */
export interface PlanLineView {
  /** Amount. */
  amount: AmountView;
  /** `YYYY-MM-DD`. */
  date: string;
  /** A person decided otherwise than the planner. */
  decided: boolean;
  /** Text. */
  description: string;
  /** The same for programs. */
  evidence: EvidenceView[];
  /** The row it is, or probably is. */
  existing: RowView | null;
  /** `new`, `same`, `likely`, `ignored`. */
  fate: string;
  /** Why it is left out: `balance_row`, `total_row`, `deleted_by_user`, `left_out`, `empty`. */
  ignored_because: string | null;
  /** Place in the plan, from 0; `import.decide` takes it. */
  index: number;
  /** Line number in the file. */
  line: number;
  /** Further text. */
  memo: string | null;
  /** Will be merged into `existing`. */
  merge: boolean;
  /** Payee, where the file has one. */
  payee: string | null;
  /** The planner's own verdict, in the words of `fate`; another one means that a person decided. */
  proposed: string;
  /** Why, for people. */
  reasons: string[];
  /** 0 to 1000. */
  score: number | null;
}

/** Some lines. */
export interface PlanLines {
  /** In the order of the file. */
  items: PlanLineView[];
  /** How many there are of that kind. */
  total: number;
}

/** A stored plan. */
export interface PlanView {
  /** Account name. */
  account: string;
  /** How the account was found: `chosen`, `number`, `layout` (remembered from the last file of this layout), `new`. */
  account_found_by: string;
  /** Account id. */
  account_id: string;
  /** The account will be created by the commit. */
  account_is_new: boolean;
  /** Kind of the account: checking, savings, `credit_card`, cash, investment, loan, `other_asset`. Only meaningful when it is new. */
  account_kind: string;
  /** End of the account's number, where one is known. */
  account_number: string | null;
  /** Plans that are to be committed before this one, because it counts on their rows. */
  after: string[];
  /** Lines the planner found a likely row for, whatever was decided since. */
  asked: number;
  /** ISO 4217 code. */
  currency: string;
  /** Lines that are probably rows typed in or pending. */
  doubtful: number;
  /** Lines left out. */
  ignored: number;
  /** Lines already in the book. */
  known: number;
  /** Lines, when asked for; else only the doubtful ones. */
  lines: PlanLineView[];
  /** Of these, how many have enough evidence to be merged without being asked. */
  merged: number;
  /** Lines to be added. */
  new: number;
  /** First and last day of the lines. */
  period: [string, string] | null;
  /** Id; `import.commit` takes it. */
  plan: string;
  /** Balance proof. */
  proof: ProofView;
  /** The numbers of the proof, where the file states a balance. */
  reckoning: ReckoningView | null;
  /** Sum of the lines to be added. */
  sum: AmountView;
}

/** What a file would do to the book, account by account. */
export interface PlannedFile {
  /** Strict OFX reader's verdict; absent for other formats. */
  conformance: string | null;
  /** Character encoding that was used. */
  encoding: string;
  /** File name without folder. */
  file: string;
  /** Format, for example `ofx`. */
  format: string;
  /** An import of the same bytes that stands. */
  imported_before: ImportedBefore | null;
  /** One plan per account in the file. */
  plans: PlanView[];
  /** Records that could not be read. */
  rejected: NoticeView[];
  /** Oddities that did not prevent reading. */
  warnings: NoticeView[];
}

/** Show how a CSV file is read, and what a mapping would make of it. Nothing is kept. */
export interface PreviewCsv {
  /** Look at the file anew, whatever is remembered. */
  anew?: boolean | null;
  /** Currency where the file names none; by default the book's. */
  currency?: string | null;
  /** Order of day and month where the file leaves it open: dmy, mdy or ymd. */
  date_order?: string | null;
  /** Read it so, instead of by the remembered or inferred mapping. */
  layout?: MappingViewInput | null;
  /** Path of the file. */
  path: string;
}

/** Tell how many rows a change to many would reach, and which it would leave alone and why. */
export interface PreviewMany {
  /** The change. */
  edit: EditMany;
}

/** Tell what would follow if these categories were merged into one. */
export interface PreviewMerge {
  /** The categories that would go: ids, names or keys. */
  categories: string[];
  /** The category that would stay: id, name or key. */
  into: string;
}

/** Compare an account's cleared rows with a statement balance; nothing is locked. */
export interface PreviewReconciliation {
  /** The account: id or name. */
  account: string;
  /** The bank's balance, minor units. */
  balance: number;
  /** The day the balance stands for, included. */
  date: string;
}

/** Does the statement's balance agree? */
export type ProofView = {
  /** The balance. */
  balance: AmountView;
  proof: 'proved';
} | {
  /** Stated minus computed. */
  difference: AmountView;
  /** First day on which they differ, where known. */
  from: string | null;
  proof: 'disproved';
} | {
  /** Opening balance that follows. */
  opening: AmountView;
  proof: 'establishes';
} | {
  proof: 'unavailable';
};

/** A suggestion. */
export interface QueryCompletion {
  /** More about it, such as the category's group. */
  detail: string | null;
  /** What to put there. */
  insert: string;
  /** key, category, account, payee, tag, state or currency. */
  kind: string;
  /** What to show. */
  label: string;
}

/** What could stand there. */
export interface QueryCompletions {
  /** The character after the last. */
  end: number;
  /** The likeliest first. */
  items: QueryCompletion[];
  /** First character that a suggestion replaces. */
  start: number;
}

/** Something wrong in a query. */
export interface QueryProblem {
  /**
   * For programs: `unknown_key`, `missing_value`, `open_quote`, `not_a_date`, `not_an_amount`, `two_readings`, `empty_range`,
   * `unknown_state`, `unknown_currency`, `wrong_operator`, `too_long`, or `unknown_name`.
   */
  code: string;
  /** The character after the last. */
  end: number;
  /** For people, in English. */
  message: string;
  /** What may have been meant. */
  nearest: string | null;
  /** What to write instead, in English. */
  remedy: string;
  /** First character of the place. */
  start: number;
  /** The word it is about. */
  word: string | null;
}

/** How the file is laid out. */
export type RateForm = 'pairs' | 'table';

/** A line that says no rate. */
export interface RateLineError {
  /** Line of the file, from 1. */
  line: number;
  /** What is wrong with it. */
  message: string;
}

/** A page of rates. */
export interface RateList {
  /** Newest first. */
  items: RateView[];
  /** The day to ask for as `until` to go on; none at the end. */
  next: string | null;
}

/** A pair of currencies with rates. */
export interface RatePairView {
  /** Day of the first, `YYYY-MM-DD`. */
  first_day: string;
  /** One unit of this currency ... */
  from: string;
  /** Day of the last, `YYYY-MM-DD`. */
  last_day: string;
  /** How many rates there are. */
  rates: number;
  /** ... is priced in this one. */
  to: string;
}

/** A rate. */
export interface RateView {
  /** The day it holds from, `YYYY-MM-DD`. */
  day: string;
  /** One unit of this currency ... */
  from: string;
  /** The rate, an exact decimal such as `5.4321`. */
  rate: string;
  /** `manual`, or the file it came from. */
  source: string;
  /** ... is worth so many of this one. */
  to: string;
}

/** What the file gave. */
export interface RatesImported {
  /** Rates the book did not have. */
  added: number;
  /** Rates that replaced one of another import. */
  changed: number;
  /** The first of them. */
  errors: RateLineError[];
  /** First day of the file's rates, `YYYY-MM-DD`. */
  first_day: string | null;
  /** How the file is laid out. */
  form: RateForm;
  /** Rates that differ from one entered by hand, which stays. */
  kept_manual: number;
  /** Last day of the file's rates, `YYYY-MM-DD`. */
  last_day: string | null;
  /** Rates of other currencies. */
  left_out: number;
  /** Some of the rates that are new or changed, newest first. */
  rates: RateView[];
  /** Rates the book has already. */
  same: number;
  /** How many lines or fields say no rate. */
  wrong: number;
}

/** Note that notices about the open book were read, on every device. Answers the list as it is then. */
export interface ReadNotices {
  /** Their numbers, from `sync.notices`. */
  ids: number[];
}

/** Why a backup was made; stands in its name. */
export type Reason = 'automatic' | 'manual' | 'before_restore';

/** A book that was open before. */
export interface RecentBook {
  /** Its name, when last opened. */
  name: string;
  /** When it was opened last, milliseconds since 1970-01-01 UTC. */
  opened_at: number;
  /** Its file. */
  path: string;
  /** The file is still there. */
  there: boolean;
}

/** List the books opened last, newest first. */
export type RecentBooks = Record<string, never>;

/** The books opened last. */
export interface RecentList {
  /** Newest first. */
  books: RecentBook[];
}

/** How a balance proof comes about: opening and sum should be what is stated. */
export interface ReckoningView {
  /** The day the stated balance stands for. */
  day: string;
  /** Balance before the first row. */
  opening: AmountView;
  /** What the statement says. */
  stated: AmountView;
  /** Rows of the book and lines to be added, up to that day. */
  sum: AmountView;
}

/** Reconcile an account against a statement balance. Refused while there is a difference, unless a row is to make it up. */
export interface ReconcileAccount {
  /** The account: id or name. */
  account: string;
  /** Make up the difference with a row that says so. */
  adjust?: boolean | null;
  /** The bank's balance, minor units. */
  balance: number;
  /** The day the balance stands for, included. */
  date: string;
}

/** The rows and where the reconciliation stands. */
export interface ReconcilePage {
  /** Account name. */
  account: string;
  /** Opening balance and every confirmed row up to the day. */
  cleared_balance: AmountView;
  /** The statement's minus ours: zero when they agree. */
  difference: AmountView;
  /** A page of the rows that are not locked, newest first. */
  items: RowView[];
  /** The day of the last statement it was reconciled with. */
  last_reconciled: string | null;
  /** Where the next page starts; none on the last. */
  next: string | null;
  /** The statement's balance. */
  statement_balance: AmountView;
  /** Confirmed rows that finishing would lock. */
  to_lock: number;
  /** Rows up to the day the bank has not confirmed. */
  uncleared: number;
}

/** Show the rows of an account to tick off against a statement, newest first, and the difference that remains. */
export interface ReconcileRows {
  /** The account: id or name. */
  account: string;
  /** Go on after this place: `next` of the page before. */
  after?: string | null;
  /** The statement's balance, minor units. */
  balance: number;
  /** The day the statement's balance stands for, included. */
  date: string;
  /** At most so many; by default 200. */
  limit?: number | null;
  /** Only rows the bank has not confirmed. */
  only_uncleared?: boolean | null;
}

/** A reconciliation. */
export interface ReconciliationItem {
  /** The statement's balance. */
  balance: AmountView;
  /** The day of the statement. */
  date: string;
  /** Id. */
  id: string;
  /** Rows it locked. */
  rows: number;
}

/** The reconciliations. */
export interface ReconciliationList {
  /** Newest first. */
  items: ReconciliationItem[];
}

/** The comparison. */
export interface ReconciliationView {
  /** Account name. */
  account: string;
  /** The row that made up a difference. */
  adjustment: string | null;
  /** Opening balance plus cleared rows. */
  cleared_balance: AmountView;
  /** Day. */
  date: string;
  /** The bank's minus ours. */
  difference: AmountView;
  /** The bank's balance. */
  statement_balance: AmountView;
  /** Rows that would be locked. */
  to_lock: string[];
  /** Rows the bank has not confirmed: where a difference usually hides. */
  uncleared: string[];
}

/** Do again what was undone last. */
export type RedoAction = Record<string, never>;

/** Categorise again: with what was learned since, over every row without a person's category. */
export type RefreshSuggestions = Record<string, never>;

/** What came of it. */
export interface RefreshedView {
  /** Rows that have a machine's category now. */
  categorised: number;
  /** Rows looked at. */
  rows: number;
  /** Rows that wait for review. */
  uncertain: number;
}

/** A page of transactions. */
export interface RegisterPage {
  /** In the order asked for. */
  items: RowView[];
  /** Where the next page starts; none on the last. */
  next: string | null;
}

/** Count and sums. */
export interface RegisterSummary {
  /** Rows. */
  count: number;
  /** Sums, one for each currency. */
  sums: AmountView[];
}

/** Close the open sample book and remove its file and its backups. Refused for any other book. */
export type RemoveSample = Record<string, never>;

/** Have a server send notices to an address no longer. Answers the list as it is then. */
export interface RemoveWebhook {
  /** Its number, from `sync.webhooks`. */
  id: number;
}

/** Give a remembered CSV mapping a name. */
export interface RenameMapping {
  /** Its fingerprint, from `mapping.list`. */
  fingerprint: string;
  /** The name. */
  name: string;
}

/** Rename a payee. */
export interface RenamePayee {
  /** New name. */
  name: string;
  /** The payee: id or name. */
  payee: string;
}

/** Put accounts in this order. Accounts left out come after them. */
export interface ReorderAccounts {
  /** Ids or names, first to last. */
  accounts: string[];
}

/** Put categories into a group, in this order. Those of the group that are not named keep their order after them. */
export interface ReorderCategories {
  /** Categories in order: ids, names or keys; of any group. */
  categories: string[];
  /** The group: id or name. */
  group: string;
}

/** Put the groups of categories into this order. Those not named keep their order after them. */
export interface ReorderGroups {
  /** Groups in order: ids or names. */
  groups: string[];
}

/** Put the rules into this order. Those not named keep their order after them. */
export interface ReorderRules {
  /** Rules in order: ids or names. */
  rules: string[];
}

/** Sum spending or income over a span by category, group, payee, account or tag, in one currency. */
export interface ReportBreakdown {
  /** What to keep apart; by default categories. */
  by?: ReportBy | null;
  /** Beside the span from this day, month or year. */
  compare_from?: string | null;
  /** Beside the span to this day, month or year, included. */
  compare_to?: string | null;
  /** ISO 4217 code to show everything in; by default the book's currency. */
  currency?: string | null;
  /** Spending or income; by default spending. */
  flow?: ReportFlow | null;
  /** From this day, month or year. */
  from: string;
  /** At most so many lines; the rest is summed up. By default 100. */
  limit?: number | null;
  /** To this day, month or year, included. */
  to: string;
}

/** What a report keeps apart. */
export type ReportBy = 'category' | 'group' | 'payee' | 'account' | 'tag';

/** Sum what came in and what went out, month by month, in one currency. Transfers between own accounts are left out. */
export interface ReportCashFlow {
  /** ISO 4217 code to show everything in; by default the book's currency. */
  currency?: string | null;
  /** From this month or year. */
  from: string;
  /** To this month or year, included. */
  to: string;
}

/** The file. */
export interface ReportFileView {
  /** Its content in base64; empty when it was written to a path. */
  base64: string;
  /** A name for it. */
  file_name: string;
  /** Its media type. */
  media_type: string;
}

/** Which money a report is about. Transfers between own accounts are in neither. */
export type ReportFlow = 'spending' | 'income';

/** What kind of file. */
export type ReportFormat = 'csv' | 'pdf';

/** Which report. */
export type ReportKind = 'breakdown' | 'cash_flow' | 'net_worth';

/** Show what all accounts together were worth at the end of each month, by kind of account, in one currency. */
export interface ReportNetWorth {
  /** ISO 4217 code to show everything in; by default the book's currency. */
  currency?: string | null;
  /** From this month or year. */
  from: string;
  /** To this day, month or year, included; the last month is valued on this day. */
  to: string;
}

/** Sum transactions by month and category, one line per currency. */
export interface ReportSpending {
  /** From this month or year. */
  from?: string | null;
  /** To this month or year, included. */
  to?: string | null;
}

/** Whether a month's report is made by itself once the month has ended. */
export interface ReportWish {
  /** `en` or `pt-BR`; none for the book's. */
  language: string | null;
  /** It is. */
  wanted: boolean;
}

/** Put a backup in the place of the open book. It is verified first, and the book as it is now is kept as a backup. */
export interface RestoreBackup {
  /** Its passphrase, when it has another than the book. */
  passphrase?: string | null;
  /** The backup's file. */
  path: string;
}

/** Restore transactions: bring deleted rows back. */
export interface RestoreTransaction {
  /** Which rows. */
  id: string[];
}

/** A suggestion. */
export interface ReviewItem {
  /** Written to the row already, because the machine was sure enough. */
  applied: boolean;
  /** Suggested category's name. */
  category: string;
  /** Suggested category's id. */
  category_id: string;
  /** 0 to 1000. */
  confidence: number;
  /** The row. */
  row: RowView;
  /** rule, `payee_memory`, model, `model_without_embedding`. */
  source: string;
}

/** The queue. */
export interface ReviewList {
  /** Surest first. */
  items: ReviewItem[];
}

/** Say the same of several suggestions, as one step that can be taken back. */
export interface ReviewMany {
  /** The right category, for correct: id, name or key. */
  category?: string | null;
  /** The rows. */
  ids: string[];
  /** accept, correct or ignore. */
  verdict: Verdict;
}

/** List the suggestions that wait for a person's word, surest first. */
export interface ReviewQueue {
  /** At most so many; by default all. */
  limit?: number | null;
  /** Only with at least this confidence, 0 to 1000. */
  min_confidence?: number | null;
}

/** Say what a suggestion is worth. Every word goes into the feedback log, and the categoriser learns from it. */
export interface ReviewSuggestion {
  /** The right category, for correct: id, name or key. */
  category?: string | null;
  /** The row. */
  id: string;
  /** accept, correct or ignore. */
  verdict: Verdict;
}

/** Take a device's access to the account away and seal with keys that it does not get, for one that was lost or sold. What it has it keeps. */
export interface RevokeDevice {
  /** Its tag, from `sync.devices`. */
  device: string;
}

/** How a budget is at risk. */
export type Risk = 'over' | 'at_risk';

/** A transaction in a list. */
export interface RowView {
  /** Account name. */
  account: string;
  /** Account id. */
  account_id: string;
  /** Signed amount. */
  amount: AmountView;
  /** The account's balance after this row, in lists of one account by date. */
  balance: AmountView | null;
  /** Effective category's name. */
  category: string | null;
  /** Effective category's id. */
  category_id: string | null;
  /** The category was set by the machine and waits for a person's word. */
  category_is_automatic: boolean;
  /** `uncleared`, `cleared` or `reconciled`. */
  clearing: string;
  /** Effective day, `YYYY-MM-DD`. */
  date: string;
  /** Deleted by hand. */
  deleted: boolean;
  /** Text of the statement. */
  description: string;
  /** Id. */
  id: string;
  /** Typed in by hand. */
  manual: boolean;
  /** Note. */
  note: string | null;
  /** Payee, where one is known. */
  payee: string | null;
  /** The payee's id, where one is set. */
  payee_id: string | null;
  /** Has splits. */
  split: boolean;
  /** Tags. */
  tags: string[];
  /** The other side of a transfer. */
  transfer: TransferView | null;
}

/** Counts of every rule. */
export interface RuleHitList {
  /** In the order in which the rules run. */
  items: RuleHitsView[];
}

/** Count the rows each rule's conditions hold for, whoever set their category. */
export type RuleHits = Record<string, never>;

/** Counts of a rule. */
export interface RuleHitsView {
  /** Rule id. */
  id: string;
  /** Day of the newest of them, `YYYY-MM-DD`. */
  last_day: string | null;
  /** Rows its conditions hold for. */
  rows: number;
}

/** The rules. */
export interface RuleList {
  /** In order. */
  items: RuleView[];
}

/** Which rows rules may touch. Split rows and rows of a reconciled statement are never touched. */
export type RuleScope = 'uncategorised' | 'automatic' | 'mine';

/** A rule. */
export interface RuleView {
  /** What must hold. */
  conditions: ConditionView[];
  /** What is set then. */
  effect: EffectView;
  /** Switched on. */
  enabled: boolean;
  /** Id. */
  id: string;
  /** Name. */
  name: string;
}

/** Save a view of the register. An existing name is written over; with `id`, that view is changed and may be renamed. */
export interface SaveView {
  /** Columns from left to right: date, account, payee, description, category, note, tags, amount, balance, clearing. */
  columns?: string[] | null;
  /** The view to change; left out for a new one, or the one with this name. */
  id?: string | null;
  /** Name. */
  name: string;
  /** The query. */
  query: string;
  /** Order, as in `register.list`. */
  sort?: string | null;
}

/** What protects the open book. */
export interface Security {
  /** Only a passphrase opens its file. */
  encrypted: boolean;
  /** This computer's keychain opens it without asking. */
  in_keychain: boolean;
  /** This computer has a keychain that answers; without one the passphrase is asked for each time. */
  keychain: boolean;
  /** Minutes without use after which it is locked; 0 is never. */
  lock_after_minutes: number;
  /** Backups that anybody can read. */
  plain_backups: number;
  /** The window of a plain book asks for a passphrase; its file does not. */
  screen_lock: boolean;
}

/** Work that the server does for the book. */
export interface ServerJob {
  /** When it was asked for, Unix milliseconds. */
  at: number;
  /** Attempts so far. */
  attempts: number;
  /** Milliseconds of the last attempt. */
  duration_ms: number | null;
  /** What went wrong last. */
  error: string | null;
  /** Its number. */
  id: number;
  /** What it does: `statement.import`, `alerts.check`, ... */
  name: string;
  /** Where it is. */
  state: ServerJobState;
}

/** Where a job is. */
export type ServerJobState = 'waiting' | 'running' | 'done' | 'dead';

/** A page of the server's jobs for the book. */
export interface ServerJobs {
  /** The newest first. */
  items: ServerJob[];
  /** For the page after this one; none on the last. */
  next_cursor: string | null;
}

/** Something the server noticed about the book. */
export interface ServerNotice {
  /** When it was given, Unix milliseconds. */
  at: number;
  /** In full. */
  body: string;
  /** Its number. */
  id: number;
  /** What it is: `budget_exceeded`, `import_needs_review`, ... */
  kind: string;
  /** It was read, here or elsewhere. */
  read: boolean;
  /** In one line, in the book's language. */
  title: string;
}

/** A statement that the server imports, or did. */
export interface ServerStatement {
  /** When it was handed over, Unix milliseconds. */
  at: number;
  /** The import in the book, which `import.undo` takes back. */
  batch: string | null;
  /** Its size in bytes. */
  bytes: number;
  /** Why it was refused, for programs; none when it failed. */
  code: string | null;
  /** The same for people. */
  detail: string | null;
  /** When it was over, Unix milliseconds. */
  ended: number | null;
  /** Name of the file. */
  file: string;
  /** Its id. */
  id: string;
  /** What it comes to, once it was read. */
  plan: StatementPlan | null;
  /** Where it is. */
  state: StatementState;
}

/** A page of statements. */
export interface ServerStatements {
  /** Those that wait for a review first, then the newest first. */
  items: ServerStatement[];
  /** For the page after this one; none on the last. */
  next_cursor: string | null;
}

/** Set the most that may be spent in a category in a month; without an amount the limit is taken away. */
export interface SetBudgetLimit {
  /** The expense category: id, name or key. */
  category: string;
  /** Minor units of the book's currency; none takes the limit away. */
  limit?: number | null;
  /** The month, `YYYY-MM`. */
  month: string;
}

/** Write a note to a month of the budget; an empty text takes it away. */
export interface SetBudgetNote {
  /** The month, `YYYY-MM`. */
  month: string;
  /** The note. */
  note: string;
}

/** Choose how the book budgets: `tracking` (limits only) or `envelope` (money is set aside before it is spent). What was budgeted in the other way is kept. */
export interface SetBudgetStyle {
  /** tracking or envelope. */
  style: string;
}

/** Let a category's balance go on to the next month, or not. Envelopes always keep what is left; with this they also keep what was overspent. */
export interface SetCarryOver {
  /** The expense category: id, name or key. */
  category: string;
  /** Goes on. */
  on: boolean;
}

/** Keep the open book's key in this computer's keychain, or remove it from there. */
export interface SetKeychain {
  /** Open without asking on this computer. */
  remember: boolean;
}

/** Set how the account that syncs the open book wants to hear of all its books outside the program. */
export interface SetNoticeWishes {
  /** Language of mail, `en` or `pt-BR`; no mail when left out. It goes to the account's name, which must be an address. */
  email?: string | null;
  /** What is not wanted outside the program; nothing when left out. */
  unwanted?: Unwanted[] | null;
}

/** Set an exchange rate: from this day on, one unit of `from` is worth `rate` units of `to`. The rate of the same day is replaced. */
export interface SetRate {
  /** The day it holds from, `YYYY-MM-DD`. */
  day: string;
  /** ISO 4217 code of the currency that is priced. */
  from: string;
  /** The rate as a decimal, for example `5.4321`; a comma may stand for the point. */
  rate: string;
  /** ISO 4217 code of the currency it is priced in. */
  to: string;
}

/** Have a server that reads the open book make a month's report by itself once the month has ended, or no longer. The book's owner decides that. */
export interface SetReportWish {
  /** pt-BR or en; by default the book's. */
  language?: string | null;
  /** It is to. */
  wanted: boolean;
}

/**
 * Change what a person who shares the open book may do, and seal with keys that fit. One who was let in to read gets to write with
 * `sync.share` and a new code.
 */
export interface SetRole {
  /** Name of their account. */
  account: string;
  /** `editor` or `reader`. */
  role: PersonRole;
}

/** Ask for a passphrase before the window shows a plain book. It keeps others at this screen out; whoever has the file can read it. */
export interface SetScreenLock {
  /** The passphrase that is set now, when there is one. */
  current?: string | null;
  /** The new one; without it none is asked for any more. */
  passphrase?: string | null;
}

/** Change a setting of this device; an empty value goes back to the default. */
export interface SetSetting {
  /** Which one; `setting.list` names them all. */
  key: string;
  /** The value. */
  value: string;
}

/**
 * Sync the open book with its other devices through a folder that all of them see: one that a program copies, a network drive, a stick. What lies
 * in it is sealed.
 */
export interface SetUpFolder {
  /** Path of the folder. It must be there. */
  folder: string;
}

/** Sync the open book with its other devices through a server, which cannot read it. */
export interface SetUpSync {
  /** Name of the account there; left out with the password after signing in with `sync.sign_in`. */
  account?: string | null;
  /** Invitation, where the server asks for one. */
  invitation?: string | null;
  /** Make the account; no when left out. */
  new_account?: boolean | null;
  /** Its password. */
  password?: string | null;
  /** Address of the server, https://... */
  server: string;
}

/** The settings. */
export interface SettingList {
  /** All of them. */
  items: SettingView[];
}

/** A setting. */
export interface SettingView {
  /** What it does. */
  about: string;
  /** Value when nobody set one. */
  default: string;
  /** Name. */
  key: string;
  /** Value in force. */
  value: string;
}

/**
 * Share the open book with another account of its server, and show a code for that person's device, which gets the keys by it. Only the
 * book's owner may.
 */
export interface ShareBook {
  /** Name of the other account. */
  account: string;
  /** `editor` or `reader`. */
  role: PersonRole;
}

/** Which lines of a plan. */
export type Show = 'all' | 'new' | 'known' | 'doubtful' | 'ignored';

/** Show the book: name, currency, language, and how much is in it. */
export type ShowBook = Record<string, never>;

/** Show a month of the budget by group and category. */
export interface ShowBudget {
  /** The month, `YYYY-MM`. */
  month: string;
}

/** Say which model the categoriser uses and what it has learned from. */
export type ShowCategorizer = Record<string, never>;

/** Say whether the server reads the open book, how far it is, and which access tokens there are. Asks the server. */
export type ShowHosting = Record<string, never>;

/** Say what became of the code that is shown. */
export type ShowInvitation = Record<string, never>;

/** Say how the account that syncs the open book wants to hear of its books outside the program. Asks the server. */
export type ShowNoticeWishes = Record<string, never>;

/**
 * Show how the month stands: money in and out against the month before, spending against the months before, budgets at risk, and what
 * waits for a person.
 */
export interface ShowOverview {
  /** As of this day, `YYYY-MM-DD`. */
  day: string;
}

/** Show a payee: what was merged into it, and which categories its rows have. */
export interface ShowPayee {
  /** The payee: id or name. */
  payee: string;
}

/** Show an open plan with every line. */
export interface ShowPlan {
  /** The plan's id. */
  plan: string;
}

/** Say whether a server that reads the open book makes a month's report by itself once the month has ended. Asks the server. */
export type ShowReportWish = Record<string, never>;

/** Say what protects the open book: encryption, keychain, the lock of the window. */
export type ShowSecurity = Record<string, never>;

/** Say what became of signing in. */
export type ShowSignIn = Record<string, never>;

/** Show a statement that was handed to a server which reads the open book: each line in doubt with the row it perhaps is. Asks the server. */
export interface ShowStatement {
  /** Its id, from `sync.statements`. */
  id: string;
}

/** Say whether the open book is synced, where, and how far this device is with the others. */
export type ShowSync = Record<string, never>;

/** Show everything that is known of a transaction: the bank's facts, parts, imports, conflicts, history. */
export interface ShowTransaction {
  /** Which row. */
  id: string;
}

/** A sign-in, and what became of it. */
export interface SignInView {
  /** Why nobody did. */
  problem: AppError | null;
  /** Somebody did. */
  ready: boolean;
  /** Seconds it still stands. */
  seconds_left: number;
  /** Where the person signs in, in their browser. */
  url: string;
}

/** Which sign is money out. */
export type SignRule = 'signed' | 'inverted' | 'direction' | 'two_columns' | 'two_columns_signed';

/** A row like another. */
export interface SimilarRow {
  /** Likeness of the texts, 0 to 1000. */
  likeness: number;
  /** The row. */
  row: RowView;
  /** It has the same amount. */
  same_amount: boolean;
  /** It has the same payee. */
  same_payee: boolean;
}

/** Rows like one. */
export interface SimilarRows {
  /** The likest first. */
  items: SimilarRow[];
  /** A query that asks for such rows. */
  query: string;
}

/** Find transactions like one: of the same payee, or with nearly the same text; of the same amount first. */
export interface SimilarTransactions {
  /** Which row. */
  id: string;
  /** At most so many; by default 50. */
  limit?: number | null;
}

/** Why a row is left alone. */
export type SkipReason = 'unchanged' | 'locked' | 'split' | 'from_statement' | 'hidden';

/** Rows that are left alone for one reason. */
export interface SkippedRows {
  /** Some of them. */
  examples: string[];
  /** Why. */
  reason: SkipReason;
  /** How many. */
  rows: number;
}

/** One sum. */
export interface SpendingLine {
  /** The sum. */
  amount: AmountView;
  /** Category; none for rows without one. */
  category: string | null;
  /** expense, income or transfer. */
  kind: string | null;
  /** Rows, or lines of split rows. */
  lines: number;
  /** `YYYY-MM`. */
  month: string;
}

/** The sums. */
export interface SpendingReport {
  /** By month, then largest first. */
  items: SpendingLine[];
}

/** Split a transaction; the parts must add up to its amount. No parts at all takes the split away. */
export interface SplitTransaction {
  /** Which row. */
  id: string;
  /** The parts. */
  parts: Part[];
}

/** What long work is busy with. */
export type Stage = 'reading' | 'comparing' | 'categorising' | 'writing' | 'checking' | 'receiving';

/** Keep the bytes of a file, to be imported by the path this answers. For small files; larger ones are uploaded as they are. */
export interface StageFile {
  /** Its bytes in base64. */
  content: string;
  /** The file's name; folders in it are dropped. */
  name: string;
}

/** Keep the sample household's newest statement where `import.plan` finds it: a file to try an import with. */
export type StageSample = Record<string, never>;

/** A file kept until it is imported. */
export interface StagedFile {
  /** Its path, for `import.plan` and `file.discard`. */
  path: string;
}

/** What a statement comes to. */
export interface StatementPlan {
  /** Name of its account; none when that is not here yet. */
  account: string | null;
  /** Id of its account. */
  account_id: string;
  /** How far it is off: stated minus computed. None while the account is not here. */
  difference: AmountView | null;
  /** Lines that want a decision. */
  doubtful: number;
  /** Format, for example `ofx`. */
  format: string;
  /** Lines left out. */
  ignored: number;
  /** Lines already in the book. */
  known: number;
  /** Lines merged into rows that were typed in or pending. */
  merged: number;
  /** Lines to be added, those in doubt left out. */
  new: number;
  /** `proved`, `disproved`, `establishes` or `unavailable`: does the book come to the balance that the file states? */
  proof: string;
  /** Records that could not be read, and are not imported. */
  rejected: number;
}

/** A statement with what is to be decided. */
export interface StatementReview {
  /** Lines that want a decision. */
  doubts: DoubtView[];
  /** Records that could not be read. */
  rejected: NoticeView[];
  /** The statement. */
  statement: ServerStatement;
  /** Oddities that did not prevent reading. */
  warnings: NoticeView[];
}

/** Where a statement is. */
export type StatementState = 'waiting' | 'waiting_for_review' | 'committing' | 'committed' | 'refused' | 'discarded' | 'failed';

/** How the book budgets. */
export type StyleView = 'tracking' | 'envelope';

/** Suggest payees to merge because their names are nearly the same. */
export interface SuggestMerges {
  /** At most so many groups; by default 100. */
  limit?: number | null;
}

/**
 * Suggest pairs of rows that are probably the two sides of one transfer: opposite amounts in one currency, in different accounts,
 * at most five days apart.
 */
export interface SuggestTransfers {
  /** From this day, month or year; by default the book's last 120 days. */
  from?: string | null;
  /** Only partners of this row. */
  id?: string | null;
  /** At most so many; by default 50. */
  limit?: number | null;
}

/** What the machine thinks. */
export interface SuggestedCategory {
  /** It is written to the row; else it waits in the review. */
  applied: boolean;
  /** Category name. */
  category: string;
  /** Category id. */
  category_id: string;
  /** How sure, 0 to 1000. */
  confidence: number;
}

/** Count the rows a query asks for, and add them up by currency. */
export interface SummariseRegister {
  /** The query; left out for all rows. */
  query?: string | null;
}

/** Ask the server now, also when it sent this device away before. */
export type SyncNow = Record<string, never>;

/** How sync stands. */
export type SyncState = 'off' | 'connecting' | 'away' | 'working' | 'level' | 'read_only' | 'stopped';

/** How far this device is. */
export interface SyncStatus {
  /** Name of the account there. */
  account: string | null;
  /** Path of the folder that takes the server's place. */
  folder: string | null;
  /** Changes there, as far as is known. */
  head: number;
  /** This computer has a keychain that answers. */
  keychain: boolean;
  /** Where this device keeps its token and its own key. */
  keys: Keeping;
  /** When everything was the same here and there, Unix milliseconds. */
  level_at: number | null;
  /** How many there are: two, where two devices made one at the same time. A person then keeps one. */
  phrases: number;
  /** Why it does not go on: nobody answers, or what the server says. */
  problem: AppError | null;
  /** Changes that came and could not be used; they are kept. */
  quarantined: number;
  /** There is a recovery phrase. */
  recovery: boolean;
  /** Seconds until the server is asked again. */
  retry_in_seconds: number | null;
  /** What this device may do with the book: it is its account's own, or another's that shares it, for reading and writing or for reading only. */
  role: PersonRole;
  /** Changes that came and wait for a key. */
  sealed: number;
  /** Address of the server, where there is one. */
  server: string | null;
  /** How it stands. */
  state: SyncState;
  /** Changes on the server or in the folder that are here. */
  taken: number;
  /** Changes of this device that are not there yet. */
  waiting: number;
}

/** The tags. */
export interface TagList {
  /** By name. */
  items: TagView[];
}

/** A tag. */
export interface TagView {
  /** The tag. */
  tag: string;
  /** Rows that have it, deleted ones too. */
  transactions: number;
}

/** A term. */
export interface TermView {
  /** The character after its last. */
  end: number;
  /** text, category, account, payee, tag, note, currency, amount, date or is. */
  kind: string;
  /** A minus stands before it. */
  negated: boolean;
  /** First character of it in the query. */
  start: number;
  /** The term in its shortest form. */
  text: string;
}

/** How a text is compared; case and accents do not matter. */
export type TextTestView = 'is' | 'contains' | 'starts_with';

/** Show precision and coverage by threshold, from the feedback log and the rows a person categorised; and how many wait above each. */
export type ThresholdEffect = Record<string, never>;

/** What one threshold means. */
export interface ThresholdPoint {
  /** Part of all judged that is at or above it, 0 to 1000; none when none was judged. */
  coverage: number | null;
  /** Judged suggestions at or above it. */
  judged: number;
  /** The threshold, in per cent. */
  percent: number;
  /** Right among those at or above it, 0 to 1000; none when none was judged. */
  precision: number | null;
  /** Of these, how many were right. */
  right: number;
  /** Waiting suggestions at or above it: what accepting all above it would take. */
  waiting: number;
}

/** The effect. */
export interface ThresholdView {
  /** Suggestions a person has judged, by accepting, correcting or choosing a category. */
  judged: number;
  /** One per per cent, 0 to 100. */
  points: ThresholdPoint[];
  /** The threshold in force, in per cent. */
  threshold: number;
  /** Suggestions that wait for a person's word. */
  waiting: number;
}

/** An access token. */
export interface TokenShown {
  /** To be sent as `Authorization: Bearer`. */
  token: string;
}

/** Parts of the book that change together; a reader of one refetches when a writer touched it. */
export type Topic = 'book' | 'accounts' | 'categories' | 'payees' | 'rules' | 'rates' | 'views' | 'budgets' | 'goals' | 'transactions' | 'imports' | 'suggestions' | 'backups' | 'sync' | 'notices' | 'history';

/** A row with all that is known of it. */
export interface TransactionView {
  /** Fields that devices set to different things without knowing of each other. */
  conflicts: string[];
  /** The row it repeats, where it is hidden for that. */
  duplicate_of: string | null;
  /** What the bank said, or what was typed in. */
  facts: FactsView;
  /** What this device did to it, newest first. */
  history: HistoryItem[];
  /** Imports that brought it, filled it, or were merged into it. */
  imports: ImportOfRow[];
  /** Parts, where it is split. */
  parts: PartView[];
  /** As the register shows it. */
  row: RowView;
  /** What the machine thinks the category is. */
  suggestion: SuggestedCategory | null;
}

/** Two rows that are probably one movement. */
export interface TransferPair {
  /** Days between them. */
  days: number;
  /** Money in. */
  into: RowView;
  /** Money out. */
  out: RowView;
}

/** Pairs. */
export interface TransferPairs {
  /** The nearest in time first, then the newest. */
  items: TransferPair[];
}

/** The other side of a transfer. */
export interface TransferView {
  /** Its account's name. */
  account: string;
  /** Its row. */
  id: string;
}

/** Take back the last action exactly; or, with `action`, an older one, keeping what later actions set. */
export interface UndoAction {
  /** Number of the action, from `history.list`; by default the last. */
  action?: number | null;
}

/** Take back an import. */
export interface UndoImport {
  /** The import's id, from `import.list`. */
  batch: string;
}

/** Take a reconciliation back: its rows can be edited again and stay ticked off. */
export interface UndoReconciliation {
  /** Which one: an id of `account.reconciliations`, or a locked row's id for the one that locked it. */
  id: string;
}

/** What was taken back or done again. */
export interface UndoneView {
  /** Number of the action. */
  action: number;
  /** The same for programs. */
  left_alone: LeftAlone[];
  /** Its operation. */
  name: string;
  /** Registers that were set. */
  restored: number;
  /** Fields left alone because a later action or a lock stands on them. */
  skipped: string[];
}

/** Take the server out of those who can read the open book: it forgets what it made of it and gets no later keys. What it has read it has read. */
export type UnhostBook = Record<string, never>;

/** Say that a row is no side of a transfer. */
export interface UnlinkTransfer {
  /** Either side. */
  id: string;
}

/** Give the passphrase of the key file, and begin to sync. It is good until the book is closed. */
export interface UnlockKeys {
  /** Passphrase of the file. */
  passphrase: string;
}

/** Take the merge of a category back: what counted for it before the merge counts for it again. */
export interface UnmergeCategory {
  /** The merged category's id, as `category.usage` lists it. */
  category: string;
}

/** Take the merge of a payee back: the rows it had, and those added under its name since, are its own again. */
export interface UnmergePayee {
  /** The merged payee's id, as `payee.show` lists it. */
  payee: string;
}

/** Take a person out of those who share the open book, and seal with keys that their devices do not get. What they have they keep. */
export interface UnshareBook {
  /** Name of their account. */
  account: string;
}

/** A kind of notice that is not wanted over a channel. */
export interface Unwanted {
  /** `email` or `webhook`. */
  channel: string;
  /** As notices have it. */
  kind: string;
}

/** Change an account. What is left out stays as it is. */
export interface UpdateAccount {
  /** The account: id or name. */
  account: string;
  /** Bank, as statements give it. */
  bank?: string | null;
  /** No longer in use. */
  closed?: boolean | null;
  /** New kind: checking, savings, `credit_card`, cash, investment, loan, `other_asset`. */
  kind?: string | null;
  /** New name. */
  name?: string | null;
  /** Account number, as statements give it. */
  number?: string | null;
  /** Balance before the first row, minor units. */
  opening_balance?: number | null;
  /** The day the opening balance stands for. */
  opening_date?: string | null;
}

/** Change a category. What is left out stays as it is. */
export interface UpdateCategory {
  /** No longer offered. */
  archived?: boolean | null;
  /** The category: id, name or key. */
  category: string;
  /** New group: id or name. */
  group?: string | null;
  /** New name. */
  name?: string | null;
}

/** Change a goal. What is left out stays as it is. */
export interface UpdateGoal {
  /** The account whose balance counts: id or name; it has the goal's currency. */
  account?: string | null;
  /** Or the category in which money is put aside: id, name or key. */
  category?: string | null;
  /** Until this day, `YYYY-MM-DD`; an empty text for no day. */
  due?: string | null;
  /** The goal: id or name. */
  goal: string;
  /** New name. */
  name?: string | null;
  /** The day the pace counts from. */
  started?: string | null;
  /** Minor units there were when it started. */
  starting?: number | null;
  /** New amount to reach, minor units. */
  target?: number | null;
  /** No longer linked to anything. */
  unlink?: boolean | null;
}

/** Change a group of categories. What is left out stays as it is. */
export interface UpdateGroup {
  /** The group: id or name. */
  group: string;
  /** expense, income or transfer. */
  kind?: string | null;
  /** New name. */
  name?: string | null;
}

/** Change a rule. What is left out stays as it is. */
export interface UpdateRule {
  /** New conditions, all of them. */
  conditions?: ConditionViewInput[] | null;
  /** What it sets from now on, all of it. */
  effect?: EffectInput | null;
  /** Switched on. */
  enabled?: boolean | null;
  /** New name. */
  name?: string | null;
  /** The rule: id or name. */
  rule: string;
}

/** Hand a statement to a server that reads the open book, which imports it. What leaves a doubt waits for a review. */
export interface UploadStatement {
  /** Name or id of the account it is of; by default the one with the number that the file names. */
  account?: string | null;
  /** The file, or one that was staged. */
  path: string;
}

/** A person's word. */
export type Verdict = 'accept' | 'correct' | 'ignore';

/** The views. */
export interface ViewList {
  /** By name. */
  items: ViewView[];
}

/** A saved view. */
export interface ViewView {
  /** Columns from left to right; empty for the usual ones. */
  columns: string[];
  /** Id. */
  id: string;
  /** Name. */
  name: string;
  /** The query. */
  query: string;
  /** Order; empty for the usual one. */
  sort: string;
}

/** What waits; counts stop at 1000. */
export interface Waiting {
  /** Fields written differently on two devices. */
  conflicts: number;
  /** Doubtful lines in them. */
  doubtful: number;
  /** Imports planned but not finished. */
  open_imports: number;
  /** Changes that could not be taken from another device. */
  quarantined: number;
  /** Suggestions nobody answered. */
  suggestions: number;
  /** Rows without category. */
  uncategorised: number;
  /** Rows the bank has not confirmed. */
  uncleared: number;
}

/** How many wait. */
export interface WaitingCount {
  /** As many, at most the limit. */
  count: number;
  /** There are more than the limit. */
  more: boolean;
}

/** An address that is told. */
export interface Webhook {
  /** When it was added, Unix milliseconds. */
  at: number;
  /** Its number. */
  id: number;
  /** The address. */
  url: string;
}

/** The account's webhooks. */
export interface Webhooks {
  /** Each. */
  items: Webhook[];
}

/** Every operation: what it takes and what it answers. */
export interface Operations {
  'book.show': { input: ShowBook; output: BookView; kind: 'query' };
  'account.list': { input: ListAccounts; output: AccountList; kind: 'query' };
  'account.create': { input: CreateAccount; output: Created; kind: 'action' };
  'account.update': { input: UpdateAccount; output: Done; kind: 'action' };
  'account.preview_reconciliation': { input: PreviewReconciliation; output: ReconciliationView; kind: 'query' };
  'account.reconcile': { input: ReconcileAccount; output: ReconciliationView; kind: 'action' };
  'account.history': { input: AccountHistory; output: BalanceHistory; kind: 'query' };
  'account.reconciliations': { input: ListReconciliations; output: ReconciliationList; kind: 'query' };
  'account.reconcile_rows': { input: ReconcileRows; output: ReconcilePage; kind: 'query' };
  'account.clear_rows': { input: ClearRows; output: Done; kind: 'action' };
  'account.undo_reconciliation': { input: UndoReconciliation; output: Done; kind: 'action' };
  'account.reorder': { input: ReorderAccounts; output: Done; kind: 'action' };
  'account.delete': { input: DeleteAccount; output: DeletedAccount; kind: 'action' };
  'category.list': { input: ListCategories; output: CategoryList; kind: 'query' };
  'category.create': { input: CreateCategory; output: Created; kind: 'action' };
  'category.update': { input: UpdateCategory; output: Done; kind: 'action' };
  'category.usage': { input: CategoryUsage; output: CategoryUsageList; kind: 'query' };
  'category.reorder': { input: ReorderCategories; output: Done; kind: 'action' };
  'category.preview_merge': { input: PreviewMerge; output: MergePreview; kind: 'query' };
  'category.merge': { input: MergeCategories; output: Done; kind: 'action' };
  'category.unmerge': { input: UnmergeCategory; output: Done; kind: 'action' };
  'group.list': { input: ListGroups; output: GroupList; kind: 'query' };
  'group.create': { input: CreateGroup; output: Created; kind: 'action' };
  'group.update': { input: UpdateGroup; output: Done; kind: 'action' };
  'group.reorder': { input: ReorderGroups; output: Done; kind: 'action' };
  'group.delete': { input: DeleteGroup; output: Done; kind: 'action' };
  'payee.list': { input: ListPayees; output: PayeeList; kind: 'query' };
  'payee.show': { input: ShowPayee; output: PayeeDetail; kind: 'query' };
  'payee.suggest_merges': { input: SuggestMerges; output: MergeSuggestions; kind: 'query' };
  'payee.merge': { input: MergePayees; output: Done; kind: 'action' };
  'payee.unmerge': { input: UnmergePayee; output: Done; kind: 'action' };
  'payee.rename': { input: RenamePayee; output: Done; kind: 'action' };
  'rule.list': { input: ListRules; output: RuleList; kind: 'query' };
  'rule.create': { input: CreateRule; output: Created; kind: 'action' };
  'rule.update': { input: UpdateRule; output: Done; kind: 'action' };
  'rule.reorder': { input: ReorderRules; output: Done; kind: 'action' };
  'rule.hits': { input: RuleHits; output: RuleHitList; kind: 'query' };
  'rule.dry_run': { input: DryRunRule; output: DryRun; kind: 'query' };
  'rule.delete': { input: DeleteRule; output: Done; kind: 'action' };
  'rule.apply': { input: ApplyRules; output: Done; kind: 'action' };
  'currency.list': { input: ListCurrencies; output: CurrencyList; kind: 'query' };
  'rate.list': { input: ListRates; output: RateList; kind: 'query' };
  'rate.set': { input: SetRate; output: Done; kind: 'action' };
  'rate.delete': { input: DeleteRate; output: Done; kind: 'action' };
  'rate.import_csv': { input: ImportRates; output: RatesImported; kind: 'action' };
  'register.list': { input: ListRegister; output: RegisterPage; kind: 'query' };
  'register.summarise': { input: SummariseRegister; output: RegisterSummary; kind: 'query' };
  'register.locate': { input: LocateRow; output: Located; kind: 'query' };
  'register.parse': { input: ParseQuery; output: ParsedQuery; kind: 'query' };
  'register.complete': { input: CompleteQuery; output: QueryCompletions; kind: 'query' };
  'payee.complete': { input: CompletePayee; output: PayeeCompletions; kind: 'query' };
  'category.complete': { input: CompleteCategory; output: CategoryCompletions; kind: 'query' };
  'tag.list': { input: ListTags; output: TagList; kind: 'query' };
  'view.list': { input: ListViews; output: ViewList; kind: 'query' };
  'view.save': { input: SaveView; output: Created; kind: 'action' };
  'view.delete': { input: DeleteView; output: Done; kind: 'action' };
  'transaction.show': { input: ShowTransaction; output: TransactionView; kind: 'query' };
  'transaction.similar': { input: SimilarTransactions; output: SimilarRows; kind: 'query' };
  'transaction.preview_many': { input: PreviewMany; output: ManyEdited; kind: 'query' };
  'transaction.edit_many': { input: EditMany; output: ManyEdited; kind: 'action' };
  'transfer.suggest': { input: SuggestTransfers; output: TransferPairs; kind: 'query' };
  'transfer.link': { input: LinkTransfer; output: Done; kind: 'action' };
  'transfer.unlink': { input: UnlinkTransfer; output: Done; kind: 'action' };
  'transaction.create': { input: CreateTransaction; output: Created; kind: 'action' };
  'transaction.edit': { input: EditTransaction; output: Done; kind: 'action' };
  'transaction.split': { input: SplitTransaction; output: Done; kind: 'action' };
  'transaction.delete': { input: DeleteTransaction; output: Done; kind: 'action' };
  'transaction.restore': { input: RestoreTransaction; output: Done; kind: 'action' };
  'import.plan': { input: PlanImport; output: PlannedFile; kind: 'action' };
  'import.show': { input: ShowPlan; output: PlanView; kind: 'query' };
  'import.lines': { input: ListPlanLines; output: PlanLines; kind: 'query' };
  'import.decide': { input: DecideImport; output: PlanView; kind: 'action' };
  'import.decide_many': { input: DecideMany; output: PlanView; kind: 'action' };
  'import.name_account': { input: NameImportAccount; output: PlanView; kind: 'action' };
  'import.preview_csv': { input: PreviewCsv; output: CsvPreview; kind: 'query' };
  'mapping.list': { input: ListMappings; output: MappingList; kind: 'query' };
  'mapping.export': { input: ExportMapping; output: MappingText; kind: 'query' };
  'mapping.rename': { input: RenameMapping; output: Done; kind: 'action' };
  'mapping.delete': { input: DeleteMapping; output: Done; kind: 'action' };
  'mapping.import': { input: ImportMapping; output: Done; kind: 'action' };
  'import.commit': { input: CommitImport; output: ImportedView; kind: 'action' };
  'import.discard': { input: DiscardImport; output: Done; kind: 'action' };
  'import.list': { input: ListImports; output: ImportList; kind: 'query' };
  'import.undo': { input: UndoImport; output: UndoneView; kind: 'action' };
  'suggestion.list': { input: ReviewQueue; output: ReviewList; kind: 'query' };
  'suggestion.waiting': { input: CountWaiting; output: WaitingCount; kind: 'query' };
  'suggestion.review': { input: ReviewSuggestion; output: Done; kind: 'action' };
  'suggestion.review_many': { input: ReviewMany; output: Done; kind: 'action' };
  'suggestion.accept_above': { input: AcceptAbove; output: Done; kind: 'action' };
  'suggestion.threshold_effect': { input: ThresholdEffect; output: ThresholdView; kind: 'query' };
  'suggestion.explain': { input: ExplainSuggestion; output: Explanation; kind: 'action' };
  'suggestion.refresh': { input: RefreshSuggestions; output: RefreshedView; kind: 'action' };
  'report.spending': { input: ReportSpending; output: SpendingReport; kind: 'query' };
  'report.breakdown': { input: ReportBreakdown; output: Breakdown; kind: 'query' };
  'report.cash_flow': { input: ReportCashFlow; output: CashFlow; kind: 'query' };
  'report.net_worth': { input: ReportNetWorth; output: NetWorth; kind: 'query' };
  'report.export': { input: ExportReport; output: ReportFileView; kind: 'query' };
  'overview.show': { input: ShowOverview; output: Overview; kind: 'query' };
  'budget.month': { input: ShowBudget; output: BudgetMonth; kind: 'query' };
  'budget.history': { input: BudgetHistory; output: CategoryHistory; kind: 'query' };
  'budget.set_limit': { input: SetBudgetLimit; output: Done; kind: 'action' };
  'budget.allocate': { input: AllocateBudget; output: Done; kind: 'action' };
  'budget.set_carry_over': { input: SetCarryOver; output: Done; kind: 'action' };
  'budget.copy_month': { input: CopyBudget; output: Done; kind: 'action' };
  'budget.fill_average': { input: AverageBudget; output: Done; kind: 'action' };
  'budget.cover_overspending': { input: CoverOverspending; output: Done; kind: 'action' };
  'budget.move': { input: MoveBudget; output: Done; kind: 'action' };
  'budget.set_style': { input: SetBudgetStyle; output: Done; kind: 'action' };
  'budget.set_note': { input: SetBudgetNote; output: Done; kind: 'action' };
  'goal.list': { input: ListGoals; output: GoalList; kind: 'query' };
  'goal.create': { input: CreateGoal; output: Created; kind: 'action' };
  'goal.update': { input: UpdateGoal; output: Done; kind: 'action' };
  'goal.archive': { input: ArchiveGoal; output: Done; kind: 'action' };
  'goal.delete': { input: DeleteGoal; output: Done; kind: 'action' };
  'conflict.list': { input: ListConflicts; output: ConflictList; kind: 'query' };
  'conflict.choose': { input: ChooseConflict; output: Done; kind: 'action' };
  'history.list': { input: ListHistory; output: HistoryList; kind: 'query' };
  'history.undo': { input: UndoAction; output: UndoneView; kind: 'action' };
  'history.redo': { input: RedoAction; output: UndoneView; kind: 'action' };
  'setting.list': { input: ListSettings; output: SettingList; kind: 'query' };
  'setting.set': { input: SetSetting; output: Done; kind: 'action' };
  'book.status': { input: BookStatus; output: HostStatus; kind: 'host' };
  'book.recent': { input: RecentBooks; output: RecentList; kind: 'host' };
  'book.forget': { input: ForgetBook; output: RecentList; kind: 'host' };
  'book.create': { input: CreateBook; output: HostStatus; kind: 'host' };
  'book.open': { input: OpenBook; output: HostStatus; kind: 'host' };
  'book.close': { input: CloseBook; output: HostStatus; kind: 'host' };
  'book.load_sample': { input: LoadSample; output: HostStatus; kind: 'host' };
  'book.remove_sample': { input: RemoveSample; output: HostStatus; kind: 'host' };
  'suggestion.catch_up': { input: CatchUp; output: RefreshedView; kind: 'host' };
  'file.stage': { input: StageFile; output: StagedFile; kind: 'host' };
  'file.stage_sample': { input: StageSample; output: StagedFile; kind: 'host' };
  'file.discard': { input: DiscardFile; output: Discarded; kind: 'host' };
  'security.status': { input: ShowSecurity; output: Security; kind: 'host' };
  'book.encrypt': { input: EncryptBook; output: Security; kind: 'host' };
  'book.change_passphrase': { input: ChangePassphrase; output: Security; kind: 'host' };
  'book.decrypt': { input: DecryptBook; output: Security; kind: 'host' };
  'book.lock': { input: LockBook; output: HostStatus; kind: 'host' };
  'security.keychain': { input: SetKeychain; output: Security; kind: 'host' };
  'security.screen_lock': { input: SetScreenLock; output: Security; kind: 'host' };
  'backup.list': { input: ListBackups; output: BackupList; kind: 'host' };
  'backup.now': { input: BackUp; output: Backup; kind: 'host' };
  'backup.restore': { input: RestoreBackup; output: HostStatus; kind: 'host' };
  'book.export': { input: ExportBook; output: Exported; kind: 'host' };
  'diagnostics.check': { input: CheckBook; output: Health; kind: 'host' };
  'diagnostics.report': { input: Diagnose; output: Diagnostics; kind: 'host' };
  'categorizer.status': { input: ShowCategorizer; output: BrainStatus; kind: 'host' };
  'categorizer.evaluate': { input: EvaluateCategorizer; output: OwnEvaluation; kind: 'host' };
  'sync.status': { input: ShowSync; output: SyncStatus; kind: 'host' };
  'sync.unlock_keys': { input: UnlockKeys; output: SyncStatus; kind: 'host' };
  'sync.set_up_folder': { input: SetUpFolder; output: SyncStatus; kind: 'host' };
  'sync.set_up': { input: SetUpSync; output: SyncStatus; kind: 'host' };
  'sync.join': { input: JoinSync; output: HostStatus; kind: 'host' };
  'sync.now': { input: SyncNow; output: SyncStatus; kind: 'host' };
  'sync.new_phrase': { input: NewPhrase; output: Phrase; kind: 'host' };
  'sync.check_phrase': { input: CheckPhrase; output: PhraseVerdict; kind: 'host' };
  'sync.keep_phrase': { input: KeepPhrase; output: SyncStatus; kind: 'host' };
  'sync.invite': { input: InviteDevice; output: InvitationView; kind: 'host' };
  'sync.invitation': { input: ShowInvitation; output: InvitationView; kind: 'host' };
  'sync.end_invitation': { input: EndInvitation; output: InvitationEnded; kind: 'host' };
  'sync.join_by_code': { input: JoinByCode; output: HostStatus; kind: 'host' };
  'sync.join_folder': { input: JoinFolder; output: HostStatus; kind: 'host' };
  'sync.devices': { input: ListDevices; output: DeviceList; kind: 'host' };
  'sync.revoke': { input: RevokeDevice; output: DeviceList; kind: 'host' };
  'sync.people': { input: ListPeople; output: People; kind: 'host' };
  'sync.share': { input: ShareBook; output: InvitationView; kind: 'host' };
  'sync.set_role': { input: SetRole; output: People; kind: 'host' };
  'sync.unshare': { input: UnshareBook; output: People; kind: 'host' };
  'sync.join_shared': { input: JoinShared; output: HostStatus; kind: 'host' };
  'sync.sign_in': { input: BeginSignIn; output: SignInView; kind: 'host' };
  'sync.sign_in_state': { input: ShowSignIn; output: SignInView; kind: 'host' };
  'sync.hosting': { input: ShowHosting; output: Hosting; kind: 'host' };
  'sync.notices': { input: ListNotices; output: Notices; kind: 'host' };
  'sync.read_notices': { input: ReadNotices; output: Notices; kind: 'host' };
  'sync.jobs': { input: ListJobs; output: ServerJobs; kind: 'host' };
  'sync.notice_wishes': { input: ShowNoticeWishes; output: NoticeWishes; kind: 'host' };
  'sync.set_notice_wishes': { input: SetNoticeWishes; output: NoticeWishes; kind: 'host' };
  'sync.statements': { input: ListStatements; output: ServerStatements; kind: 'host' };
  'sync.statement': { input: ShowStatement; output: StatementReview; kind: 'host' };
  'sync.decide_statement': { input: DecideStatement; output: ServerStatement; kind: 'host' };
  'sync.discard_statement': { input: DiscardStatement; output: ServerStatement; kind: 'host' };
  'sync.upload_statement': { input: UploadStatement; output: ServerStatement; kind: 'host' };
  'sync.monthly_reports': { input: ListMonthlyReports; output: MonthlyReports; kind: 'host' };
  'sync.ask_report': { input: AskReport; output: MonthlyReport; kind: 'host' };
  'sync.fetch_report': { input: FetchReport; output: ReportFileView; kind: 'host' };
  'sync.report_wish': { input: ShowReportWish; output: ReportWish; kind: 'host' };
  'sync.set_report_wish': { input: SetReportWish; output: ReportWish; kind: 'host' };
  'sync.webhooks': { input: ListWebhooks; output: Webhooks; kind: 'host' };
  'sync.add_webhook': { input: AddWebhook; output: AddedWebhook; kind: 'host' };
  'sync.remove_webhook': { input: RemoveWebhook; output: Webhooks; kind: 'host' };
  'sync.host': { input: HostBook; output: Hosting; kind: 'host' };
  'sync.unhost': { input: UnhostBook; output: Hosting; kind: 'host' };
  'sync.make_token': { input: MakeToken; output: TokenShown; kind: 'host' };
  'sync.end_token': { input: EndToken; output: Hosting; kind: 'host' };
  'sync.keep_keys': { input: KeepKeys; output: SyncStatus; kind: 'host' };
  'sync.leave': { input: LeaveSync; output: SyncStatus; kind: 'host' };
}

export type OperationName = keyof Operations;

/** A field of an operation's input. */
export interface FieldInfo {
  name: string;
  type: 'text' | 'choice' | 'integer' | 'number' | 'boolean' | 'list' | 'json';
  required: boolean;
  about: string;
  choices?: readonly string[];
}

/** What is known of an operation when the program runs. */
export interface OperationInfo {
  /** action: changes the book, can be undone; query: only reads; host: opens, closes, handles files. */
  kind: 'action' | 'query' | 'host';
  /** What an action changes or a query reads. */
  topics: readonly Topic[];
  about: string;
  fields: readonly FieldInfo[];
}

export const operations: Record<OperationName, OperationInfo> = {
  'book.show': {
    kind: 'query',
    topics: ['book', 'accounts', 'transactions'],
    about: 'Show the book: name, currency, language, and how much is in it.',
    fields: [],
  },
  'account.list': {
    kind: 'query',
    topics: ['accounts', 'transactions', 'imports'],
    about: 'List the accounts with their balances.',
    fields: [],
  },
  'account.create': {
    kind: 'action',
    topics: ['accounts', 'history'],
    about: 'Create an account.',
    fields: [
      { name: 'bank', type: 'text', required: false, about: 'Bank, as statements give it.' },
      { name: 'currency', type: 'text', required: true, about: 'ISO 4217 code; it never changes.' },
      { name: 'kind', type: 'text', required: true, about: 'Kind: checking, savings, `credit_card`, cash, investment, loan, `other_asset`.' },
      { name: 'name', type: 'text', required: true, about: 'Name.' },
      { name: 'number', type: 'text', required: false, about: 'Account number, as statements give it: statements with this number go here.' },
      { name: 'opening_balance', type: 'integer', required: false, about: 'Balance before the first row, in minor units.' },
    ],
  },
  'account.update': {
    kind: 'action',
    topics: ['accounts', 'history'],
    about: 'Change an account. What is left out stays as it is.',
    fields: [
      { name: 'account', type: 'text', required: true, about: 'The account: id or name.' },
      { name: 'bank', type: 'text', required: false, about: 'Bank, as statements give it.' },
      { name: 'closed', type: 'boolean', required: false, about: 'No longer in use.' },
      { name: 'kind', type: 'text', required: false, about: 'New kind: checking, savings, `credit_card`, cash, investment, loan, `other_asset`.' },
      { name: 'name', type: 'text', required: false, about: 'New name.' },
      { name: 'number', type: 'text', required: false, about: 'Account number, as statements give it.' },
      { name: 'opening_balance', type: 'integer', required: false, about: 'Balance before the first row, minor units.' },
      { name: 'opening_date', type: 'text', required: false, about: 'The day the opening balance stands for.' },
    ],
  },
  'account.preview_reconciliation': {
    kind: 'query',
    topics: ['accounts', 'transactions'],
    about: 'Compare an account\'s cleared rows with a statement balance; nothing is locked.',
    fields: [
      { name: 'account', type: 'text', required: true, about: 'The account: id or name.' },
      { name: 'balance', type: 'integer', required: true, about: 'The bank\'s balance, minor units.' },
      { name: 'date', type: 'text', required: true, about: 'The day the balance stands for, included.' },
    ],
  },
  'account.reconcile': {
    kind: 'action',
    topics: ['transactions', 'accounts', 'history'],
    about: 'Reconcile an account against a statement balance. Refused while there is a difference, unless a row is to make it up.',
    fields: [
      { name: 'account', type: 'text', required: true, about: 'The account: id or name.' },
      { name: 'adjust', type: 'boolean', required: false, about: 'Make up the difference with a row that says so.' },
      { name: 'balance', type: 'integer', required: true, about: 'The bank\'s balance, minor units.' },
      { name: 'date', type: 'text', required: true, about: 'The day the balance stands for, included.' },
    ],
  },
  'account.history': {
    kind: 'query',
    topics: ['accounts', 'transactions'],
    about: 'Show an account\'s balance over time: at the end of each month, or of each day that has rows.',
    fields: [
      { name: 'account', type: 'text', required: true, about: 'The account: id or name.' },
      { name: 'from', type: 'text', required: false, about: 'First day, month or year; by default the first row, or a year before the last one by day.' },
      { name: 'step', type: 'choice', required: false, about: 'By month (all time, the default) or by day.', choices: ['month', 'day'] },
      { name: 'to', type: 'text', required: false, about: 'Last day, month or year, included; by default the last row.' },
    ],
  },
  'account.reconciliations': {
    kind: 'query',
    topics: ['accounts'],
    about: 'List the statements an account was reconciled with, newest first.',
    fields: [
      { name: 'account', type: 'text', required: true, about: 'The account: id or name.' },
    ],
  },
  'account.reconcile_rows': {
    kind: 'query',
    topics: ['accounts', 'transactions', 'categories', 'payees'],
    about: 'Show the rows of an account to tick off against a statement, newest first, and the difference that remains.',
    fields: [
      { name: 'account', type: 'text', required: true, about: 'The account: id or name.' },
      { name: 'after', type: 'text', required: false, about: 'Go on after this place: `next` of the page before.' },
      { name: 'balance', type: 'integer', required: true, about: 'The statement\'s balance, minor units.' },
      { name: 'date', type: 'text', required: true, about: 'The day the statement\'s balance stands for, included.' },
      { name: 'limit', type: 'integer', required: false, about: 'At most so many; by default 200.' },
      { name: 'only_uncleared', type: 'boolean', required: false, about: 'Only rows the bank has not confirmed.' },
    ],
  },
  'account.clear_rows': {
    kind: 'action',
    topics: ['transactions', 'accounts', 'history'],
    about: 'Tick rows off as confirmed by the bank, or take the tick away: the rows named, or all of an account up to a day.',
    fields: [
      { name: 'account', type: 'text', required: true, about: 'The account: id or name.' },
      { name: 'cleared', type: 'boolean', required: true, about: 'Confirmed, or no longer.' },
      { name: 'rows', type: 'list', required: false, about: 'Which rows; without it, every row of the account up to `through`.' },
      { name: 'through', type: 'text', required: false, about: 'The last day, included, when no rows are named.' },
    ],
  },
  'account.undo_reconciliation': {
    kind: 'action',
    topics: ['transactions', 'accounts', 'history'],
    about: 'Take a reconciliation back: its rows can be edited again and stay ticked off.',
    fields: [
      { name: 'id', type: 'text', required: true, about: 'Which one: an id of `account.reconciliations`, or a locked row\'s id for the one that locked it.' },
    ],
  },
  'account.reorder': {
    kind: 'action',
    topics: ['accounts', 'history'],
    about: 'Put accounts in this order. Accounts left out come after them.',
    fields: [
      { name: 'accounts', type: 'list', required: true, about: 'Ids or names, first to last.' },
    ],
  },
  'account.delete': {
    kind: 'action',
    topics: ['accounts', 'transactions', 'imports', 'suggestions', 'history'],
    about: 'Delete an account. Refused while it has rows, unless they are to go with it; it can be undone.',
    fields: [
      { name: 'account', type: 'text', required: true, about: 'The account: id or name.' },
      { name: 'with_rows', type: 'boolean', required: false, about: 'Delete its rows too.' },
    ],
  },
  'category.list': {
    kind: 'query',
    topics: ['categories'],
    about: 'List categories by group.',
    fields: [],
  },
  'category.create': {
    kind: 'action',
    topics: ['categories', 'history'],
    about: 'Create a category.',
    fields: [
      { name: 'group', type: 'text', required: true, about: 'Its group: id or name.' },
      { name: 'name', type: 'text', required: true, about: 'Name.' },
    ],
  },
  'category.update': {
    kind: 'action',
    topics: ['categories', 'history'],
    about: 'Change a category. What is left out stays as it is.',
    fields: [
      { name: 'archived', type: 'boolean', required: false, about: 'No longer offered.' },
      { name: 'category', type: 'text', required: true, about: 'The category: id, name or key.' },
      { name: 'group', type: 'text', required: false, about: 'New group: id or name.' },
      { name: 'name', type: 'text', required: false, about: 'New name.' },
    ],
  },
  'category.usage': {
    kind: 'query',
    topics: ['categories', 'transactions', 'rules'],
    about: 'Tell how much each category is used: rows, months, rules, and what was merged into it.',
    fields: [],
  },
  'category.reorder': {
    kind: 'action',
    topics: ['categories', 'history'],
    about: 'Put categories into a group, in this order. Those of the group that are not named keep their order after them.',
    fields: [
      { name: 'categories', type: 'list', required: true, about: 'Categories in order: ids, names or keys; of any group.' },
      { name: 'group', type: 'text', required: true, about: 'The group: id or name.' },
    ],
  },
  'category.preview_merge': {
    kind: 'query',
    topics: ['categories', 'transactions', 'rules'],
    about: 'Tell what would follow if these categories were merged into one.',
    fields: [
      { name: 'categories', type: 'list', required: true, about: 'The categories that would go: ids, names or keys.' },
      { name: 'into', type: 'text', required: true, about: 'The category that would stay: id, name or key.' },
    ],
  },
  'category.merge': {
    kind: 'action',
    topics: ['categories', 'transactions', 'rules', 'suggestions', 'history'],
    about: 'Merge categories into one: their rows, parts of split rows and rules count for that one from now on, reconciled rows too, and rows\nthat other devices add. Take it back with undo or `category.unmerge`.',
    fields: [
      { name: 'categories', type: 'list', required: true, about: 'The categories that go: ids, names or keys.' },
      { name: 'into', type: 'text', required: true, about: 'The category that stays: id, name or key.' },
    ],
  },
  'category.unmerge': {
    kind: 'action',
    topics: ['categories', 'transactions', 'rules', 'suggestions', 'history'],
    about: 'Take the merge of a category back: what counted for it before the merge counts for it again.',
    fields: [
      { name: 'category', type: 'text', required: true, about: 'The merged category\'s id, as `category.usage` lists it.' },
    ],
  },
  'group.list': {
    kind: 'query',
    topics: ['categories'],
    about: 'List the groups of categories, empty ones too.',
    fields: [],
  },
  'group.create': {
    kind: 'action',
    topics: ['categories', 'history'],
    about: 'Create a group of categories.',
    fields: [
      { name: 'kind', type: 'text', required: true, about: 'expense, income or transfer.' },
      { name: 'name', type: 'text', required: true, about: 'Name.' },
    ],
  },
  'group.update': {
    kind: 'action',
    topics: ['categories', 'history'],
    about: 'Change a group of categories. What is left out stays as it is.',
    fields: [
      { name: 'group', type: 'text', required: true, about: 'The group: id or name.' },
      { name: 'kind', type: 'text', required: false, about: 'expense, income or transfer.' },
      { name: 'name', type: 'text', required: false, about: 'New name.' },
    ],
  },
  'group.reorder': {
    kind: 'action',
    topics: ['categories', 'history'],
    about: 'Put the groups of categories into this order. Those not named keep their order after them.',
    fields: [
      { name: 'groups', type: 'list', required: true, about: 'Groups in order: ids or names.' },
    ],
  },
  'group.delete': {
    kind: 'action',
    topics: ['categories', 'history'],
    about: 'Delete a group of categories that is empty.',
    fields: [
      { name: 'group', type: 'text', required: true, about: 'The group: id or name.' },
    ],
  },
  'payee.list': {
    kind: 'query',
    topics: ['payees', 'transactions'],
    about: 'List the payees with their rows and sums.',
    fields: [
      { name: 'search', type: 'text', required: false, about: 'Only names that contain this, whatever case and accents.' },
    ],
  },
  'payee.show': {
    kind: 'query',
    topics: ['payees', 'transactions', 'categories'],
    about: 'Show a payee: what was merged into it, and which categories its rows have.',
    fields: [
      { name: 'payee', type: 'text', required: true, about: 'The payee: id or name.' },
    ],
  },
  'payee.suggest_merges': {
    kind: 'query',
    topics: ['payees', 'transactions'],
    about: 'Suggest payees to merge because their names are nearly the same.',
    fields: [
      { name: 'limit', type: 'integer', required: false, about: 'At most so many groups; by default 100.' },
    ],
  },
  'payee.merge': {
    kind: 'action',
    topics: ['payees', 'transactions', 'rules', 'history'],
    about: 'Merge payees into one: their rows show and count as that one from now on, also rows that other devices add. Take it back with\nundo, or one by one with `payee.unmerge`.',
    fields: [
      { name: 'into', type: 'text', required: true, about: 'The payee that stays: id or name.' },
      { name: 'payees', type: 'list', required: true, about: 'The payees that go: ids or names.' },
    ],
  },
  'payee.unmerge': {
    kind: 'action',
    topics: ['payees', 'transactions', 'rules', 'history'],
    about: 'Take the merge of a payee back: the rows it had, and those added under its name since, are its own again.',
    fields: [
      { name: 'payee', type: 'text', required: true, about: 'The merged payee\'s id, as `payee.show` lists it.' },
    ],
  },
  'payee.rename': {
    kind: 'action',
    topics: ['payees', 'transactions', 'history'],
    about: 'Rename a payee.',
    fields: [
      { name: 'name', type: 'text', required: true, about: 'New name.' },
      { name: 'payee', type: 'text', required: true, about: 'The payee: id or name.' },
    ],
  },
  'rule.list': {
    kind: 'query',
    topics: ['rules', 'categories', 'payees'],
    about: 'List the rules in the order in which they run.',
    fields: [],
  },
  'rule.create': {
    kind: 'action',
    topics: ['rules', 'payees', 'history'],
    about: 'Create a rule. All conditions given must hold; of several rules, the first that sets a field wins.',
    fields: [
      { name: 'account', type: 'text', required: false, about: 'Only in this account: id or name.' },
      { name: 'amount_max', type: 'integer', required: false, about: 'Highest amount in minor units.' },
      { name: 'amount_min', type: 'integer', required: false, about: 'Lowest amount in minor units.' },
      { name: 'conditions', type: 'json', required: false, about: 'Further conditions, in full.' },
      { name: 'description_contains', type: 'text', required: false, about: 'The description or memo contains this text.' },
      { name: 'description_is', type: 'text', required: false, about: 'The description is this text.' },
      { name: 'name', type: 'text', required: false, about: 'Name; by default the text it looks for.' },
      { name: 'payee_contains', type: 'text', required: false, about: 'The payee contains this text.' },
      { name: 'set_category', type: 'text', required: false, about: 'Set this category: id, name or key.' },
      { name: 'set_note', type: 'text', required: false, about: 'Set this note.' },
      { name: 'set_payee', type: 'text', required: false, about: 'Set this payee: id or name, a new name makes a new payee.' },
    ],
  },
  'rule.update': {
    kind: 'action',
    topics: ['rules', 'payees', 'history'],
    about: 'Change a rule. What is left out stays as it is.',
    fields: [
      { name: 'conditions', type: 'json', required: false, about: 'New conditions, all of them.' },
      { name: 'effect', type: 'json', required: false, about: 'What it sets from now on, all of it.' },
      { name: 'enabled', type: 'boolean', required: false, about: 'Switched on.' },
      { name: 'name', type: 'text', required: false, about: 'New name.' },
      { name: 'rule', type: 'text', required: true, about: 'The rule: id or name.' },
    ],
  },
  'rule.reorder': {
    kind: 'action',
    topics: ['rules', 'history'],
    about: 'Put the rules into this order. Those not named keep their order after them.',
    fields: [
      { name: 'rules', type: 'list', required: true, about: 'Rules in order: ids or names.' },
    ],
  },
  'rule.hits': {
    kind: 'query',
    topics: ['rules', 'transactions', 'payees'],
    about: 'Count the rows each rule\'s conditions hold for, whoever set their category.',
    fields: [],
  },
  'rule.dry_run': {
    kind: 'query',
    topics: ['rules', 'transactions', 'categories', 'payees'],
    about: 'Show which rows a rule, a draft of one, or all rules would change. Nothing is changed.',
    fields: [
      { name: 'conditions', type: 'json', required: false, about: 'A draft\'s conditions.' },
      { name: 'effect', type: 'json', required: false, about: 'What the draft sets.' },
      { name: 'limit', type: 'integer', required: false, about: 'Show at most so many; by default 200.' },
      { name: 'offset', type: 'integer', required: false, about: 'Leave out so many of the rows.' },
      { name: 'rule', type: 'text', required: false, about: 'Only this rule: id or name; with neither rule nor draft, every rule that is switched on.' },
      { name: 'scope', type: 'choice', required: false, about: 'Which rows may change; by default those whose category no person gave.', choices: ['uncategorised', 'automatic', 'mine'] },
    ],
  },
  'rule.delete': {
    kind: 'action',
    topics: ['rules', 'history'],
    about: 'Delete a rule.',
    fields: [
      { name: 'rule', type: 'text', required: true, about: 'The rule: id or name.' },
    ],
  },
  'rule.apply': {
    kind: 'action',
    topics: ['transactions', 'suggestions', 'history'],
    about: 'Apply rules to the rows that are in the book already. The scope says which rows may change; `rule.dry_run` shows them before.',
    fields: [
      { name: 'dry_run', type: 'boolean', required: false, about: 'Only count; change nothing.' },
      { name: 'rule', type: 'text', required: false, about: 'Only this rule: id or name.' },
      { name: 'scope', type: 'choice', required: false, about: 'Which rows may change; by default those whose category no person gave.', choices: ['uncategorised', 'automatic', 'mine'] },
    ],
  },
  'currency.list': {
    kind: 'query',
    topics: ['rates', 'accounts', 'book'],
    about: 'List the currencies of the book, its accounts and its exchange rates, with the pairs that have rates.',
    fields: [],
  },
  'rate.list': {
    kind: 'query',
    topics: ['rates'],
    about: 'List the exchange rates of a pair of currencies, newest first.',
    fields: [
      { name: 'from', type: 'text', required: true, about: 'ISO 4217 code of the currency that is priced.' },
      { name: 'limit', type: 'integer', required: false, about: 'At most so many; by default 400.' },
      { name: 'since', type: 'text', required: false, about: 'From this day, month or year.' },
      { name: 'to', type: 'text', required: true, about: 'ISO 4217 code of the currency it is priced in.' },
      { name: 'until', type: 'text', required: false, about: 'To this day, month or year, included.' },
    ],
  },
  'rate.set': {
    kind: 'action',
    topics: ['rates', 'history'],
    about: 'Set an exchange rate: from this day on, one unit of `from` is worth `rate` units of `to`. The rate of the same day is replaced.',
    fields: [
      { name: 'day', type: 'text', required: true, about: 'The day it holds from, `YYYY-MM-DD`.' },
      { name: 'from', type: 'text', required: true, about: 'ISO 4217 code of the currency that is priced.' },
      { name: 'rate', type: 'text', required: true, about: 'The rate as a decimal, for example `5.4321`; a comma may stand for the point.' },
      { name: 'to', type: 'text', required: true, about: 'ISO 4217 code of the currency it is priced in.' },
    ],
  },
  'rate.delete': {
    kind: 'action',
    topics: ['rates', 'history'],
    about: 'Delete an exchange rate; conversions then use the one before it.',
    fields: [
      { name: 'day', type: 'text', required: true, about: 'The day it holds from, `YYYY-MM-DD`.' },
      { name: 'from', type: 'text', required: true, about: 'ISO 4217 code of the currency that is priced.' },
      { name: 'to', type: 'text', required: true, about: 'ISO 4217 code of the currency it is priced in.' },
    ],
  },
  'rate.import_csv': {
    kind: 'action',
    topics: ['rates', 'history'],
    about: 'Import exchange rates from CSV: `date,from,to,rate` lines, or a date and one column per currency as the European Central Bank\npublishes them. Rates entered by hand are kept.',
    fields: [
      { name: 'base', type: 'text', required: false, about: 'Currency a file with one column per currency is priced for; by default EUR.' },
      { name: 'currencies', type: 'list', required: false, about: 'Only rates of these currencies; by default those of the book and its accounts, and of a table\'s base with them.' },
      { name: 'dry_run', type: 'boolean', required: false, about: 'Only tell what would change.' },
      { name: 'path', type: 'text', required: false, about: 'Or the file\'s path.' },
      { name: 'source', type: 'text', required: false, about: 'Name of the source to keep with each rate; by default the file\'s name, or CSV.' },
      { name: 'text', type: 'text', required: false, about: 'The file\'s content.' },
    ],
  },
  'register.list': {
    kind: 'query',
    topics: ['transactions', 'accounts', 'categories', 'payees'],
    about: 'List transactions, newest first.',
    fields: [
      { name: 'account', type: 'text', required: false, about: 'Only this account: id or name.' },
      { name: 'after', type: 'text', required: false, about: 'Go on after this place: `next` of the page before. Only by date.' },
      { name: 'category', type: 'text', required: false, about: 'Only this category: id, name or key; `none` for rows without one.' },
      { name: 'from', type: 'text', required: false, about: 'From this day, month or year.' },
      { name: 'limit', type: 'integer', required: false, about: 'At most so many; by default 200.' },
      { name: 'max_amount', type: 'integer', required: false, about: 'At most this amount, minor units.' },
      { name: 'min_amount', type: 'integer', required: false, about: 'At least this amount, minor units.' },
      { name: 'offset', type: 'integer', required: false, about: 'Leave out so many first.' },
      { name: 'query', type: 'text', required: false, about: 'Rows this query asks for, such as `category:food amount>100 date:2024-03 -uber`.' },
      { name: 'search', type: 'text', required: false, about: 'Only rows whose text contains this, whatever case and accents.' },
      { name: 'sort', type: 'text', required: false, about: 'date, amount or payee; a minus before it turns it round. By default `-date`, newest first.' },
      { name: 'to', type: 'text', required: false, about: 'To this day, month or year, included.' },
    ],
  },
  'register.summarise': {
    kind: 'query',
    topics: ['transactions', 'accounts', 'categories', 'payees'],
    about: 'Count the rows a query asks for, and add them up by currency.',
    fields: [
      { name: 'query', type: 'text', required: false, about: 'The query; left out for all rows.' },
    ],
  },
  'register.locate': {
    kind: 'query',
    topics: ['transactions', 'accounts', 'categories', 'payees'],
    about: 'Find the place of a row, or of a day, in the list a query asks for; without either, its beginning.',
    fields: [
      { name: 'date', type: 'text', required: false, about: 'A day, month or year: the place of its newest row, or where that would stand.' },
      { name: 'id', type: 'text', required: false, about: 'The row.' },
      { name: 'query', type: 'text', required: false, about: 'The query; left out for all rows.' },
      { name: 'sort', type: 'text', required: false, about: '`-date` (the usual) or `date`.' },
    ],
  },
  'register.parse': {
    kind: 'query',
    topics: ['accounts', 'categories', 'payees', 'transactions'],
    about: 'Tell what is understood of a query, term by term, and what is wrong with it where.',
    fields: [
      { name: 'language', type: 'text', required: false, about: 'pt-BR or en: the language the terms are written back in; by default the book\'s.' },
      { name: 'query', type: 'text', required: true, about: 'The query.' },
    ],
  },
  'register.complete': {
    kind: 'query',
    topics: ['accounts', 'categories', 'payees', 'transactions'],
    about: 'Suggest what could stand at the cursor of a query.',
    fields: [
      { name: 'cursor', type: 'integer', required: true, about: 'Characters before the cursor.' },
      { name: 'language', type: 'text', required: false, about: 'pt-BR or en: the language of the keywords; by default the book\'s.' },
      { name: 'query', type: 'text', required: true, about: 'The query.' },
    ],
  },
  'payee.complete': {
    kind: 'query',
    topics: ['payees', 'transactions'],
    about: 'Suggest payees for what was typed so far, the likeliest first.',
    fields: [
      { name: 'limit', type: 'integer', required: false, about: 'At most so many; by default 8.' },
      { name: 'text', type: 'text', required: true, about: 'What was typed.' },
    ],
  },
  'category.complete': {
    kind: 'query',
    topics: ['categories', 'transactions'],
    about: 'Suggest categories for what was typed so far, the likeliest first.',
    fields: [
      { name: 'limit', type: 'integer', required: false, about: 'At most so many; by default 8.' },
      { name: 'text', type: 'text', required: true, about: 'What was typed.' },
    ],
  },
  'tag.list': {
    kind: 'query',
    topics: ['transactions'],
    about: 'List the tags.',
    fields: [],
  },
  'view.list': {
    kind: 'query',
    topics: ['views'],
    about: 'List the saved views.',
    fields: [],
  },
  'view.save': {
    kind: 'action',
    topics: ['views', 'history'],
    about: 'Save a view of the register. An existing name is written over; with `id`, that view is changed and may be renamed.',
    fields: [
      { name: 'columns', type: 'list', required: false, about: 'Columns from left to right: date, account, payee, description, category, note, tags, amount, balance, clearing.' },
      { name: 'id', type: 'text', required: false, about: 'The view to change; left out for a new one, or the one with this name.' },
      { name: 'name', type: 'text', required: true, about: 'Name.' },
      { name: 'query', type: 'text', required: true, about: 'The query.' },
      { name: 'sort', type: 'text', required: false, about: 'Order, as in `register.list`.' },
    ],
  },
  'view.delete': {
    kind: 'action',
    topics: ['views', 'history'],
    about: 'Delete a saved view; its rows stay.',
    fields: [
      { name: 'view', type: 'text', required: true, about: 'The view: id or name.' },
    ],
  },
  'transaction.show': {
    kind: 'query',
    topics: ['transactions', 'accounts', 'categories', 'payees', 'imports', 'suggestions', 'history'],
    about: 'Show everything that is known of a transaction: the bank\'s facts, parts, imports, conflicts, history.',
    fields: [
      { name: 'id', type: 'text', required: true, about: 'Which row.' },
    ],
  },
  'transaction.similar': {
    kind: 'query',
    topics: ['transactions', 'payees'],
    about: 'Find transactions like one: of the same payee, or with nearly the same text; of the same amount first.',
    fields: [
      { name: 'id', type: 'text', required: true, about: 'Which row.' },
      { name: 'limit', type: 'integer', required: false, about: 'At most so many; by default 50.' },
    ],
  },
  'transaction.preview_many': {
    kind: 'query',
    topics: ['transactions', 'accounts', 'payees'],
    about: 'Tell how many rows a change to many would reach, and which it would leave alone and why.',
    fields: [
      { name: 'edit', type: 'json', required: true, about: 'The change.' },
    ],
  },
  'transaction.edit_many': {
    kind: 'action',
    topics: ['transactions', 'accounts', 'payees', 'suggestions', 'history'],
    about: 'Change many transactions at once. What is left out stays as it is; an empty text clears. Rows that cannot be changed are left\nalone and told; `transaction.preview_many` tells them before.',
    fields: [
      { name: 'account', type: 'text', required: false, about: 'Account to move to: id or name; only rows typed in by hand move.' },
      { name: 'add_tags', type: 'list', required: false, about: 'Tags to add.' },
      { name: 'category', type: 'text', required: false, about: 'Category: id, name or key; empty clears.' },
      { name: 'clearing', type: 'text', required: false, about: 'uncleared or cleared.' },
      { name: 'date', type: 'text', required: false, about: 'Day, `YYYY-MM-DD`; empty goes back to the bank\'s.' },
      { name: 'delete', type: 'boolean', required: false, about: 'true deletes the rows, false brings deleted ones back.' },
      { name: 'id', type: 'list', required: false, about: 'These rows.' },
      { name: 'note', type: 'text', required: false, about: 'Note; empty clears.' },
      { name: 'payee', type: 'text', required: false, about: 'Payee: id or name, a new name makes a new payee; empty clears.' },
      { name: 'query', type: 'text', required: false, about: 'The rows this query asks for.' },
      { name: 'remove_tags', type: 'list', required: false, about: 'Tags to take away.' },
    ],
  },
  'transfer.suggest': {
    kind: 'query',
    topics: ['transactions', 'accounts'],
    about: 'Suggest pairs of rows that are probably the two sides of one transfer: opposite amounts in one currency, in different accounts,\nat most five days apart.',
    fields: [
      { name: 'from', type: 'text', required: false, about: 'From this day, month or year; by default the book\'s last 120 days.' },
      { name: 'id', type: 'text', required: false, about: 'Only partners of this row.' },
      { name: 'limit', type: 'integer', required: false, about: 'At most so many; by default 50.' },
    ],
  },
  'transfer.link': {
    kind: 'action',
    topics: ['transactions', 'history'],
    about: 'Say that two rows are the two sides of one transfer.',
    fields: [
      { name: 'from', type: 'text', required: true, about: 'One side.' },
      { name: 'to', type: 'text', required: true, about: 'The other side, in another account.' },
    ],
  },
  'transfer.unlink': {
    kind: 'action',
    topics: ['transactions', 'history'],
    about: 'Say that a row is no side of a transfer.',
    fields: [
      { name: 'id', type: 'text', required: true, about: 'Either side.' },
    ],
  },
  'transaction.create': {
    kind: 'action',
    topics: ['transactions', 'accounts', 'payees', 'history'],
    about: 'Enter a transaction by hand.',
    fields: [
      { name: 'account', type: 'text', required: true, about: 'The account: id or name.' },
      { name: 'amount', type: 'integer', required: true, about: 'Minor units of the account\'s currency; negative is money out.' },
      { name: 'category', type: 'text', required: false, about: 'Category: id, name or key.' },
      { name: 'check_number', type: 'text', required: false, about: 'Check number.' },
      { name: 'date', type: 'text', required: true, about: 'Day, `YYYY-MM-DD`.' },
      { name: 'description', type: 'text', required: true, about: 'Text.' },
      { name: 'note', type: 'text', required: false, about: 'Note.' },
      { name: 'payee', type: 'text', required: false, about: 'Payee: id or name; a new name makes a new payee.' },
    ],
  },
  'transaction.edit': {
    kind: 'action',
    topics: ['transactions', 'accounts', 'payees', 'suggestions', 'history'],
    about: 'Change transactions. What is left out stays as it is; an empty text clears.',
    fields: [
      { name: 'amount', type: 'integer', required: false, about: 'Amount in minor units; only for rows typed in by hand.' },
      { name: 'category', type: 'text', required: false, about: 'Category: id, name or key; empty clears.' },
      { name: 'clearing', type: 'text', required: false, about: 'uncleared or cleared; reconciling has an operation of its own.' },
      { name: 'date', type: 'text', required: false, about: 'Day shown instead of the bank\'s, `YYYY-MM-DD`; empty goes back to the bank\'s.' },
      { name: 'id', type: 'list', required: true, about: 'Which rows.' },
      { name: 'note', type: 'text', required: false, about: 'Note; empty clears.' },
      { name: 'payee', type: 'text', required: false, about: 'Payee: id or name, a new name makes a new payee; empty clears.' },
      { name: 'tags', type: 'list', required: false, about: 'Tags, the whole set.' },
    ],
  },
  'transaction.split': {
    kind: 'action',
    topics: ['transactions', 'history'],
    about: 'Split a transaction; the parts must add up to its amount. No parts at all takes the split away.',
    fields: [
      { name: 'id', type: 'text', required: true, about: 'Which row.' },
      { name: 'parts', type: 'json', required: true, about: 'The parts.' },
    ],
  },
  'transaction.delete': {
    kind: 'action',
    topics: ['transactions', 'accounts', 'history'],
    about: 'Delete transactions: take rows out of the book; importing their statement again does not bring them back.',
    fields: [
      { name: 'id', type: 'list', required: true, about: 'Which rows.' },
    ],
  },
  'transaction.restore': {
    kind: 'action',
    topics: ['transactions', 'accounts', 'history'],
    about: 'Restore transactions: bring deleted rows back.',
    fields: [
      { name: 'id', type: 'list', required: true, about: 'Which rows.' },
    ],
  },
  'import.plan': {
    kind: 'action',
    topics: ['imports'],
    about: 'Read a statement file and plan its import. Nothing is written to the accounts.',
    fields: [
      { name: 'account', type: 'text', required: false, about: 'Import into this account, whatever the file says: id or name.' },
      { name: 'after', type: 'list', required: false, about: 'Open plans of other files that will be committed before this one: their rows count as there.' },
      { name: 'all_lines', type: 'boolean', required: false, about: 'Give every line back, not only the doubtful ones.' },
      { name: 'currency', type: 'text', required: false, about: 'Currency where the file names none; by default the account\'s, else the book\'s.' },
      { name: 'date_order', type: 'text', required: false, about: 'Order of day and month where the file leaves it open: dmy, mdy or ymd.' },
      { name: 'instead_of', type: 'list', required: false, about: 'Earlier plans of the same file that this one stands for: what a person decided in them stays decided where it still can be, and\nthey are thrown away.' },
      { name: 'layout', type: 'json', required: false, about: 'How to read a CSV file, instead of the inferred or remembered mapping.' },
      { name: 'mapping', type: 'text', required: false, about: 'CSV mapping profile (path of a JSON file) instead of the inferred or remembered one.' },
      { name: 'path', type: 'text', required: true, about: 'Path of the file.' },
    ],
  },
  'import.show': {
    kind: 'query',
    topics: ['imports'],
    about: 'Show an open plan with every line.',
    fields: [
      { name: 'plan', type: 'text', required: true, about: 'The plan\'s id.' },
    ],
  },
  'import.lines': {
    kind: 'query',
    topics: ['imports'],
    about: 'List lines of an open plan.',
    fields: [
      { name: 'limit', type: 'integer', required: false, about: 'At most so many; by default 200.' },
      { name: 'offset', type: 'integer', required: false, about: 'Leave out so many from the start.' },
      { name: 'plan', type: 'text', required: true, about: 'The plan\'s id.' },
      { name: 'show', type: 'choice', required: false, about: 'Which lines; by default all.', choices: ['all', 'new', 'known', 'doubtful', 'ignored'] },
    ],
  },
  'import.decide': {
    kind: 'action',
    topics: ['imports'],
    about: 'Decide one line of a plan: merge it with its likely row, add it, leave it out, or go back to the proposal.',
    fields: [
      { name: 'decision', type: 'choice', required: true, about: 'What becomes of it.', choices: ['merge', 'add', 'leave_out', 'proposed'] },
      { name: 'index', type: 'integer', required: true, about: 'The line\'s index in the plan.' },
      { name: 'plan', type: 'text', required: true, about: 'The plan\'s id.' },
    ],
  },
  'import.decide_many': {
    kind: 'action',
    topics: ['imports'],
    about: 'Decide several lines of a plan alike.',
    fields: [
      { name: 'decision', type: 'choice', required: true, about: 'What becomes of them.', choices: ['merge', 'add', 'leave_out', 'proposed'] },
      { name: 'indexes', type: 'json', required: true, about: 'The lines\' indexes in the plan.' },
      { name: 'plan', type: 'text', required: true, about: 'The plan\'s id.' },
    ],
  },
  'import.name_account': {
    kind: 'action',
    topics: ['imports'],
    about: 'Say name and kind of the account that a plan will create.',
    fields: [
      { name: 'kind', type: 'text', required: true, about: 'Kind: checking, savings, `credit_card`, cash, investment, loan, `other_asset`.' },
      { name: 'name', type: 'text', required: true, about: 'Name of the account.' },
      { name: 'plan', type: 'text', required: true, about: 'The plan\'s id.' },
    ],
  },
  'import.preview_csv': {
    kind: 'query',
    topics: ['imports', 'book'],
    about: 'Show how a CSV file is read, and what a mapping would make of it. Nothing is kept.',
    fields: [
      { name: 'anew', type: 'boolean', required: false, about: 'Look at the file anew, whatever is remembered.' },
      { name: 'currency', type: 'text', required: false, about: 'Currency where the file names none; by default the book\'s.' },
      { name: 'date_order', type: 'text', required: false, about: 'Order of day and month where the file leaves it open: dmy, mdy or ymd.' },
      { name: 'layout', type: 'json', required: false, about: 'Read it so, instead of by the remembered or inferred mapping.' },
      { name: 'path', type: 'text', required: true, about: 'Path of the file.' },
    ],
  },
  'mapping.list': {
    kind: 'query',
    topics: ['imports', 'accounts'],
    about: 'List the CSV mappings that are remembered, one per bank\'s header.',
    fields: [],
  },
  'mapping.export': {
    kind: 'query',
    topics: ['imports'],
    about: 'Write a remembered CSV mapping as a small JSON file.',
    fields: [
      { name: 'fingerprint', type: 'text', required: true, about: 'Its fingerprint, from `mapping.list`.' },
    ],
  },
  'mapping.rename': {
    kind: 'action',
    topics: ['imports'],
    about: 'Give a remembered CSV mapping a name.',
    fields: [
      { name: 'fingerprint', type: 'text', required: true, about: 'Its fingerprint, from `mapping.list`.' },
      { name: 'name', type: 'text', required: true, about: 'The name.' },
    ],
  },
  'mapping.delete': {
    kind: 'action',
    topics: ['imports'],
    about: 'Forget a CSV mapping: the next file of this layout is looked at anew.',
    fields: [
      { name: 'fingerprint', type: 'text', required: true, about: 'Its fingerprint, from `mapping.list`.' },
    ],
  },
  'mapping.import': {
    kind: 'action',
    topics: ['imports'],
    about: 'Remember a CSV mapping out of a file that `mapping.export` wrote.',
    fields: [
      { name: 'text', type: 'text', required: true, about: 'The file\'s content.' },
    ],
  },
  'import.commit': {
    kind: 'action',
    topics: ['transactions', 'accounts', 'imports', 'suggestions', 'history'],
    about: 'Commit a plan: exactly what the preview showed.',
    fields: [
      { name: 'categorise', type: 'boolean', required: false, about: 'Categorise what is new right away, which can take long in a large file; else `suggestion.refresh` does it later. By default true.' },
      { name: 'plan', type: 'text', required: true, about: 'The plan\'s id.' },
    ],
  },
  'import.discard': {
    kind: 'action',
    topics: ['imports'],
    about: 'Throw a plan away; the book is as it was.',
    fields: [
      { name: 'plan', type: 'text', required: true, about: 'The plan\'s id.' },
    ],
  },
  'import.list': {
    kind: 'query',
    topics: ['imports'],
    about: 'List the imports.',
    fields: [],
  },
  'import.undo': {
    kind: 'action',
    topics: ['book', 'accounts', 'categories', 'payees', 'rules', 'rates', 'views', 'budgets', 'goals', 'transactions', 'imports', 'suggestions', 'history', 'sync'],
    about: 'Take back an import.',
    fields: [
      { name: 'batch', type: 'text', required: true, about: 'The import\'s id, from `import.list`.' },
    ],
  },
  'suggestion.list': {
    kind: 'query',
    topics: ['suggestions', 'transactions'],
    about: 'List the suggestions that wait for a person\'s word, surest first.',
    fields: [
      { name: 'limit', type: 'integer', required: false, about: 'At most so many; by default all.' },
      { name: 'min_confidence', type: 'integer', required: false, about: 'Only with at least this confidence, 0 to 1000.' },
    ],
  },
  'suggestion.waiting': {
    kind: 'query',
    topics: ['suggestions', 'transactions'],
    about: 'Count the suggestions that wait for a person\'s word, up to a limit.',
    fields: [
      { name: 'limit', type: 'integer', required: false, about: 'Counting stops here; by default at 999.' },
    ],
  },
  'suggestion.review': {
    kind: 'action',
    topics: ['suggestions', 'transactions', 'history'],
    about: 'Say what a suggestion is worth. Every word goes into the feedback log, and the categoriser learns from it.',
    fields: [
      { name: 'category', type: 'text', required: false, about: 'The right category, for correct: id, name or key.' },
      { name: 'id', type: 'text', required: true, about: 'The row.' },
      { name: 'verdict', type: 'choice', required: true, about: 'accept, correct or ignore.', choices: ['accept', 'correct', 'ignore'] },
    ],
  },
  'suggestion.review_many': {
    kind: 'action',
    topics: ['suggestions', 'transactions', 'history'],
    about: 'Say the same of several suggestions, as one step that can be taken back.',
    fields: [
      { name: 'category', type: 'text', required: false, about: 'The right category, for correct: id, name or key.' },
      { name: 'ids', type: 'list', required: true, about: 'The rows.' },
      { name: 'verdict', type: 'choice', required: true, about: 'accept, correct or ignore.', choices: ['accept', 'correct', 'ignore'] },
    ],
  },
  'suggestion.accept_above': {
    kind: 'action',
    topics: ['suggestions', 'transactions', 'history'],
    about: 'Accept every waiting suggestion with at least this confidence.',
    fields: [
      { name: 'percent', type: 'integer', required: true, about: 'Per cent, 0 to 100.' },
    ],
  },
  'suggestion.threshold_effect': {
    kind: 'query',
    topics: ['suggestions', 'transactions'],
    about: 'Show precision and coverage by threshold, from the feedback log and the rows a person categorised; and how many wait above each.',
    fields: [],
  },
  'suggestion.explain': {
    kind: 'action',
    topics: [],
    about: 'Why a category is suggested for a row: the own rows most like it. Changes nothing.',
    fields: [
      { name: 'count', type: 'integer', required: false, about: 'How many rows; by default 3.' },
      { name: 'id', type: 'text', required: true, about: 'The row.' },
    ],
  },
  'suggestion.refresh': {
    kind: 'action',
    topics: ['suggestions', 'transactions', 'history'],
    about: 'Categorise again: with what was learned since, over every row without a person\'s category.',
    fields: [],
  },
  'report.spending': {
    kind: 'query',
    topics: ['transactions', 'categories'],
    about: 'Sum transactions by month and category, one line per currency.',
    fields: [
      { name: 'from', type: 'text', required: false, about: 'From this month or year.' },
      { name: 'to', type: 'text', required: false, about: 'To this month or year, included.' },
    ],
  },
  'report.breakdown': {
    kind: 'query',
    topics: ['transactions', 'categories', 'payees', 'accounts', 'rates'],
    about: 'Sum spending or income over a span by category, group, payee, account or tag, in one currency.',
    fields: [
      { name: 'by', type: 'choice', required: false, about: 'What to keep apart; by default categories.', choices: ['category', 'group', 'payee', 'account', 'tag'] },
      { name: 'compare_from', type: 'text', required: false, about: 'Beside the span from this day, month or year.' },
      { name: 'compare_to', type: 'text', required: false, about: 'Beside the span to this day, month or year, included.' },
      { name: 'currency', type: 'text', required: false, about: 'ISO 4217 code to show everything in; by default the book\'s currency.' },
      { name: 'flow', type: 'choice', required: false, about: 'Spending or income; by default spending.', choices: ['spending', 'income'] },
      { name: 'from', type: 'text', required: true, about: 'From this day, month or year.' },
      { name: 'limit', type: 'integer', required: false, about: 'At most so many lines; the rest is summed up. By default 100.' },
      { name: 'to', type: 'text', required: true, about: 'To this day, month or year, included.' },
    ],
  },
  'report.cash_flow': {
    kind: 'query',
    topics: ['transactions', 'categories', 'accounts', 'rates'],
    about: 'Sum what came in and what went out, month by month, in one currency. Transfers between own accounts are left out.',
    fields: [
      { name: 'currency', type: 'text', required: false, about: 'ISO 4217 code to show everything in; by default the book\'s currency.' },
      { name: 'from', type: 'text', required: true, about: 'From this month or year.' },
      { name: 'to', type: 'text', required: true, about: 'To this month or year, included.' },
    ],
  },
  'report.net_worth': {
    kind: 'query',
    topics: ['transactions', 'accounts', 'rates'],
    about: 'Show what all accounts together were worth at the end of each month, by kind of account, in one currency.',
    fields: [
      { name: 'currency', type: 'text', required: false, about: 'ISO 4217 code to show everything in; by default the book\'s currency.' },
      { name: 'from', type: 'text', required: true, about: 'From this month or year.' },
      { name: 'to', type: 'text', required: true, about: 'To this day, month or year, included; the last month is valued on this day.' },
    ],
  },
  'report.export': {
    kind: 'query',
    topics: ['transactions', 'categories', 'payees', 'accounts', 'rates', 'book'],
    about: 'Make a file of a report: CSV or PDF.',
    fields: [
      { name: 'breakdown', type: 'json', required: false, about: 'What `report.breakdown` is asked.' },
      { name: 'cash_flow', type: 'json', required: false, about: 'What `report.cash_flow` is asked.' },
      { name: 'format', type: 'choice', required: true, about: 'CSV or PDF.', choices: ['csv', 'pdf'] },
      { name: 'language', type: 'text', required: false, about: 'pt-BR or en; by default the book\'s.' },
      { name: 'net_worth', type: 'json', required: false, about: 'What `report.net_worth` is asked.' },
      { name: 'path', type: 'text', required: false, about: 'Write the file here instead of answering with its content.' },
      { name: 'report', type: 'choice', required: true, about: 'Which report.', choices: ['breakdown', 'cash_flow', 'net_worth'] },
    ],
  },
  'overview.show': {
    kind: 'query',
    topics: ['book', 'transactions', 'categories', 'accounts', 'budgets', 'rates', 'imports', 'suggestions'],
    about: 'Show how the month stands: money in and out against the month before, spending against the months before, budgets at risk, and what\nwaits for a person.',
    fields: [
      { name: 'day', type: 'text', required: true, about: 'As of this day, `YYYY-MM-DD`.' },
    ],
  },
  'budget.month': {
    kind: 'query',
    topics: ['budgets', 'transactions', 'categories', 'accounts', 'rates', 'book'],
    about: 'Show a month of the budget by group and category.',
    fields: [
      { name: 'month', type: 'text', required: true, about: 'The month, `YYYY-MM`.' },
    ],
  },
  'budget.history': {
    kind: 'query',
    topics: ['budgets', 'transactions', 'categories', 'accounts', 'rates', 'book'],
    about: 'Show a category of the budget month by month: what was budgeted, what was spent, what was left.',
    fields: [
      { name: 'category', type: 'text', required: true, about: 'The expense category: id, name or key.' },
      { name: 'month', type: 'text', required: true, about: 'The last month, `YYYY-MM`.' },
      { name: 'months', type: 'integer', required: false, about: 'How many months, 1 to 120; by default 12.' },
    ],
  },
  'budget.set_limit': {
    kind: 'action',
    topics: ['budgets', 'history'],
    about: 'Set the most that may be spent in a category in a month; without an amount the limit is taken away.',
    fields: [
      { name: 'category', type: 'text', required: true, about: 'The expense category: id, name or key.' },
      { name: 'limit', type: 'integer', required: false, about: 'Minor units of the book\'s currency; none takes the limit away.' },
      { name: 'month', type: 'text', required: true, about: 'The month, `YYYY-MM`.' },
    ],
  },
  'budget.allocate': {
    kind: 'action',
    topics: ['budgets', 'history'],
    about: 'Set aside money for a category in a month: what it has in that month, not what is added. Without an amount it is taken back.',
    fields: [
      { name: 'amount', type: 'integer', required: false, about: 'Minor units of the book\'s currency; none takes it back.' },
      { name: 'category', type: 'text', required: true, about: 'The expense category: id, name or key.' },
      { name: 'month', type: 'text', required: true, about: 'The month, `YYYY-MM`.' },
    ],
  },
  'budget.set_carry_over': {
    kind: 'action',
    topics: ['budgets', 'categories', 'history'],
    about: 'Let a category\'s balance go on to the next month, or not. Envelopes always keep what is left; with this they also keep what was overspent.',
    fields: [
      { name: 'category', type: 'text', required: true, about: 'The expense category: id, name or key.' },
      { name: 'on', type: 'boolean', required: true, about: 'Goes on.' },
    ],
  },
  'budget.copy_month': {
    kind: 'action',
    topics: ['budgets', 'history'],
    about: 'Budget a month like another one: limits when tracking, allocations with envelopes.',
    fields: [
      { name: 'from', type: 'text', required: true, about: 'The month to take from, `YYYY-MM`.' },
      { name: 'replace', type: 'boolean', required: false, about: 'Also change what is budgeted already.' },
      { name: 'to', type: 'text', required: true, about: 'The month to fill, `YYYY-MM`.' },
    ],
  },
  'budget.fill_average': {
    kind: 'action',
    topics: ['budgets', 'history'],
    about: 'Budget a month with the average spending of the months before it.',
    fields: [
      { name: 'categories', type: 'list', required: false, about: 'Only these categories: ids, names or keys; by default all that had spending.' },
      { name: 'month', type: 'text', required: true, about: 'The month, `YYYY-MM`.' },
      { name: 'months', type: 'integer', required: true, about: 'How many months before it, 1 to 36.' },
      { name: 'replace', type: 'boolean', required: false, about: 'Also change what is budgeted already.' },
    ],
  },
  'budget.cover_overspending': {
    kind: 'action',
    topics: ['budgets', 'history'],
    about: 'Cover what a category was overspent by, from another category or from the money not allocated. When tracking, this raises its limit, and lowers the other one\'s.',
    fields: [
      { name: 'amount', type: 'integer', required: false, about: 'Minor units; by default all that was overspent.' },
      { name: 'from', type: 'text', required: false, about: 'The category to take from; by default the money not allocated.' },
      { name: 'month', type: 'text', required: true, about: 'The month, `YYYY-MM`.' },
      { name: 'to', type: 'text', required: true, about: 'The overspent category: id, name or key.' },
    ],
  },
  'budget.move': {
    kind: 'action',
    topics: ['budgets', 'history'],
    about: 'Move budgeted money between categories of a month; a side left out is the money not allocated.',
    fields: [
      { name: 'amount', type: 'integer', required: true, about: 'Minor units, more than zero.' },
      { name: 'from', type: 'text', required: false, about: 'The category to take from: id, name or key.' },
      { name: 'month', type: 'text', required: true, about: 'The month, `YYYY-MM`.' },
      { name: 'to', type: 'text', required: false, about: 'The category to give to: id, name or key.' },
    ],
  },
  'budget.set_style': {
    kind: 'action',
    topics: ['budgets', 'book', 'history'],
    about: 'Choose how the book budgets: `tracking` (limits only) or `envelope` (money is set aside before it is spent). What was budgeted in the other way is kept.',
    fields: [
      { name: 'style', type: 'text', required: true, about: 'tracking or envelope.' },
    ],
  },
  'budget.set_note': {
    kind: 'action',
    topics: ['budgets', 'history'],
    about: 'Write a note to a month of the budget; an empty text takes it away.',
    fields: [
      { name: 'month', type: 'text', required: true, about: 'The month, `YYYY-MM`.' },
      { name: 'note', type: 'text', required: true, about: 'The note.' },
    ],
  },
  'goal.list': {
    kind: 'query',
    topics: ['goals', 'budgets', 'accounts', 'transactions', 'categories', 'rates'],
    about: 'List the goals with what is saved, the pace needed, the pace so far, and when it arrives.',
    fields: [
      { name: 'archived', type: 'boolean', required: false, about: 'Also goals that were put away.' },
      { name: 'day', type: 'text', required: true, about: 'As of this day, `YYYY-MM-DD`.' },
    ],
  },
  'goal.create': {
    kind: 'action',
    topics: ['goals', 'history'],
    about: 'Create a goal: an amount to save, where, and until when.',
    fields: [
      { name: 'account', type: 'text', required: false, about: 'The account whose balance counts: id or name.' },
      { name: 'category', type: 'text', required: false, about: 'Or the category in which money is put aside: id, name or key.' },
      { name: 'due', type: 'text', required: false, about: 'Until this day, `YYYY-MM-DD`.' },
      { name: 'name', type: 'text', required: true, about: 'Name.' },
      { name: 'started', type: 'text', required: false, about: 'The day the pace counts from; by default today.' },
      { name: 'starting', type: 'integer', required: false, about: 'Minor units there were when it started; by default what the account or envelope has on that day.' },
      { name: 'target', type: 'integer', required: true, about: 'Minor units to reach, of the linked account\'s currency or else the book\'s.' },
    ],
  },
  'goal.update': {
    kind: 'action',
    topics: ['goals', 'history'],
    about: 'Change a goal. What is left out stays as it is.',
    fields: [
      { name: 'account', type: 'text', required: false, about: 'The account whose balance counts: id or name; it has the goal\'s currency.' },
      { name: 'category', type: 'text', required: false, about: 'Or the category in which money is put aside: id, name or key.' },
      { name: 'due', type: 'text', required: false, about: 'Until this day, `YYYY-MM-DD`; an empty text for no day.' },
      { name: 'goal', type: 'text', required: true, about: 'The goal: id or name.' },
      { name: 'name', type: 'text', required: false, about: 'New name.' },
      { name: 'started', type: 'text', required: false, about: 'The day the pace counts from.' },
      { name: 'starting', type: 'integer', required: false, about: 'Minor units there were when it started.' },
      { name: 'target', type: 'integer', required: false, about: 'New amount to reach, minor units.' },
      { name: 'unlink', type: 'boolean', required: false, about: 'No longer linked to anything.' },
    ],
  },
  'goal.archive': {
    kind: 'action',
    topics: ['goals', 'history'],
    about: 'Put a goal away, or take it up again.',
    fields: [
      { name: 'archived', type: 'boolean', required: false, about: 'Put away; by default yes.' },
      { name: 'goal', type: 'text', required: true, about: 'The goal: id or name.' },
    ],
  },
  'goal.delete': {
    kind: 'action',
    topics: ['goals', 'history'],
    about: 'Delete a goal.',
    fields: [
      { name: 'goal', type: 'text', required: true, about: 'The goal: id or name.' },
    ],
  },
  'conflict.list': {
    kind: 'query',
    topics: ['book', 'accounts', 'categories', 'payees', 'rules', 'rates', 'views', 'budgets', 'goals', 'transactions', 'imports', 'suggestions', 'history', 'sync'],
    about: 'List fields that devices set to different values without knowing of each other. The book goes on with the first of each.',
    fields: [
      { name: 'limit', type: 'integer', required: false, about: 'At most so many; 100 when left out.' },
    ],
  },
  'conflict.choose': {
    kind: 'action',
    topics: ['book', 'accounts', 'categories', 'payees', 'rules', 'rates', 'views', 'budgets', 'goals', 'transactions', 'imports', 'suggestions', 'history', 'sync'],
    about: 'Choose values where devices set different ones. It can be taken back like any change.',
    fields: [
      { name: 'choices', type: 'json', required: true, about: 'What to choose.' },
    ],
  },
  'history.list': {
    kind: 'query',
    topics: ['history'],
    about: 'List the actions of this device, newest first.',
    fields: [
      { name: 'before', type: 'integer', required: false, about: 'Only actions before the one of this number.' },
      { name: 'limit', type: 'integer', required: false, about: 'At most so many; by default 50.' },
      { name: 'row', type: 'text', required: false, about: 'Only actions that touched this row.' },
    ],
  },
  'history.undo': {
    kind: 'action',
    topics: ['book', 'accounts', 'categories', 'payees', 'rules', 'rates', 'views', 'budgets', 'goals', 'transactions', 'imports', 'suggestions', 'history', 'sync'],
    about: 'Take back the last action exactly; or, with `action`, an older one, keeping what later actions set.',
    fields: [
      { name: 'action', type: 'integer', required: false, about: 'Number of the action, from `history.list`; by default the last.' },
    ],
  },
  'history.redo': {
    kind: 'action',
    topics: ['book', 'accounts', 'categories', 'payees', 'rules', 'rates', 'views', 'budgets', 'goals', 'transactions', 'imports', 'suggestions', 'history', 'sync'],
    about: 'Do again what was undone last.',
    fields: [],
  },
  'setting.list': {
    kind: 'query',
    topics: ['book'],
    about: 'List the settings of this device.',
    fields: [],
  },
  'setting.set': {
    kind: 'action',
    topics: ['book', 'suggestions'],
    about: 'Change a setting of this device; an empty value goes back to the default.',
    fields: [
      { name: 'key', type: 'text', required: true, about: 'Which one; `setting.list` names them all.' },
      { name: 'value', type: 'text', required: true, about: 'The value.' },
    ],
  },
  'book.status': {
    kind: 'host',
    topics: [],
    about: 'Say whether a book is open, which one, and where new books go.',
    fields: [],
  },
  'book.recent': {
    kind: 'host',
    topics: [],
    about: 'List the books opened last, newest first.',
    fields: [],
  },
  'book.forget': {
    kind: 'host',
    topics: [],
    about: 'Take a book off the list of recent ones. Its file stays where it is.',
    fields: [
      { name: 'path', type: 'text', required: true, about: 'Its path, as the list says.' },
    ],
  },
  'book.create': {
    kind: 'host',
    topics: [],
    about: 'Make a new book and open it.',
    fields: [
      { name: 'currency', type: 'text', required: true, about: 'Base currency, ISO 4217.' },
      { name: 'default_categories', type: 'boolean', required: false, about: 'Begin with the default categories; yes when left out.' },
      { name: 'language', type: 'text', required: true, about: 'Language of the default categories and of amounts: pt-BR or en.' },
      { name: 'name', type: 'text', required: true, about: 'What the book is called.' },
      { name: 'path', type: 'text', required: false, about: 'Path of the file to make; by default one in your data folder, named after the book.' },
    ],
  },
  'book.open': {
    kind: 'host',
    topics: [],
    about: 'Open a book. The one that is open is closed first; when the new one cannot be opened, it stays.',
    fields: [
      { name: 'passphrase', type: 'text', required: false, about: 'Its passphrase, when it is encrypted or locked and the keychain does not have its key.' },
      { name: 'path', type: 'text', required: true, about: 'Path of the file.' },
    ],
  },
  'book.close': {
    kind: 'host',
    topics: [],
    about: 'Close the open book. What still runs on it is stopped first; with no book open nothing happens.',
    fields: [],
  },
  'book.load_sample': {
    kind: 'host',
    topics: [],
    about: 'Make a book with sample data, invented statements of several banks, and open it.',
    fields: [
      { name: 'language', type: 'text', required: true, about: 'Language of the categories: pt-BR or en.' },
      { name: 'path', type: 'text', required: false, about: 'Path of the file to make; by default one in your data folder.' },
    ],
  },
  'book.remove_sample': {
    kind: 'host',
    topics: [],
    about: 'Close the open sample book and remove its file and its backups. Refused for any other book.',
    fields: [],
  },
  'suggestion.catch_up': {
    kind: 'host',
    topics: ['suggestions', 'transactions'],
    about: 'Suggest categories for rows that nothing was suggested for yet, newest first, in small steps between other work.',
    fields: [
      { name: 'again', type: 'integer', required: false, about: 'Suggest anew for so many of the rows that wait already, newest first: with what was learned since.' },
    ],
  },
  'file.stage': {
    kind: 'host',
    topics: [],
    about: 'Keep the bytes of a file, to be imported by the path this answers. For small files; larger ones are uploaded as they are.',
    fields: [
      { name: 'content', type: 'text', required: true, about: 'Its bytes in base64.' },
      { name: 'name', type: 'text', required: true, about: 'The file\'s name; folders in it are dropped.' },
    ],
  },
  'file.stage_sample': {
    kind: 'host',
    topics: [],
    about: 'Keep the sample household\'s newest statement where `import.plan` finds it: a file to try an import with.',
    fields: [],
  },
  'file.discard': {
    kind: 'host',
    topics: [],
    about: 'Remove a staged file. Whatever is left is removed when the program ends.',
    fields: [
      { name: 'path', type: 'text', required: true, about: 'The path that `file.stage` answered.' },
    ],
  },
  'security.status': {
    kind: 'host',
    topics: ['book'],
    about: 'Say what protects the open book: encryption, keychain, the lock of the window.',
    fields: [],
  },
  'book.encrypt': {
    kind: 'host',
    topics: ['book', 'backups'],
    about: 'Encrypt the open book: from now on only the passphrase opens its file. Nobody can open it without: keep the passphrase safe.',
    fields: [
      { name: 'keep_plain_backups', type: 'boolean', required: false, about: 'Leave the backups made before as they are: anybody can read them. By default they go, once an encrypted one is verified.' },
      { name: 'passphrase', type: 'text', required: true, about: 'At least 8 characters; several words are best.' },
      { name: 'remember', type: 'boolean', required: false, about: 'Keep the key in this computer\'s keychain, so that it opens without asking here.' },
    ],
  },
  'book.change_passphrase': {
    kind: 'host',
    topics: ['book'],
    about: 'Change the passphrase of the open, encrypted book. Backups made before keep the old one.',
    fields: [
      { name: 'current', type: 'text', required: true, about: 'The passphrase it has.' },
      { name: 'passphrase', type: 'text', required: true, about: 'The new one, at least 8 characters.' },
    ],
  },
  'book.decrypt': {
    kind: 'host',
    topics: ['book'],
    about: 'Take the encryption of the open book away: anybody who has the file can read it then.',
    fields: [
      { name: 'passphrase', type: 'text', required: true, about: 'Its passphrase.' },
    ],
  },
  'book.lock': {
    kind: 'host',
    topics: [],
    about: 'Lock the open book: it is closed until its passphrase is given.',
    fields: [],
  },
  'security.keychain': {
    kind: 'host',
    topics: ['book'],
    about: 'Keep the open book\'s key in this computer\'s keychain, or remove it from there.',
    fields: [
      { name: 'remember', type: 'boolean', required: true, about: 'Open without asking on this computer.' },
    ],
  },
  'security.screen_lock': {
    kind: 'host',
    topics: ['book'],
    about: 'Ask for a passphrase before the window shows a plain book. It keeps others at this screen out; whoever has the file can read it.',
    fields: [
      { name: 'current', type: 'text', required: false, about: 'The passphrase that is set now, when there is one.' },
      { name: 'passphrase', type: 'text', required: false, about: 'The new one; without it none is asked for any more.' },
    ],
  },
  'backup.list': {
    kind: 'host',
    topics: ['backups', 'book'],
    about: 'List the backups of the open book, newest first, with the rule by which they are made and kept.',
    fields: [],
  },
  'backup.now': {
    kind: 'host',
    topics: ['backups'],
    about: 'Make a backup of the open book now and verify it by opening it. It stays until you remove it.',
    fields: [],
  },
  'backup.restore': {
    kind: 'host',
    topics: [],
    about: 'Put a backup in the place of the open book. It is verified first, and the book as it is now is kept as a backup.',
    fields: [
      { name: 'passphrase', type: 'text', required: false, about: 'Its passphrase, when it has another than the book.' },
      { name: 'path', type: 'text', required: true, about: 'The backup\'s file.' },
    ],
  },
  'book.export': {
    kind: 'host',
    topics: [],
    about: 'Write the whole open book to a file in another format. It is not encrypted, whatever the book is.',
    fields: [
      { name: 'format', type: 'text', required: true, about: 'csv, json (with every field), beancount or hledger.' },
      { name: 'path', type: 'text', required: false, about: 'The file to write; by default one beside the book.' },
    ],
  },
  'diagnostics.check': {
    kind: 'host',
    topics: [],
    about: 'Check the open book: its file, every change, and that what is shown is what the journal says.',
    fields: [
      { name: 'repair', type: 'boolean', required: false, about: 'Make what is shown anew from the journal when it differs.' },
    ],
  },
  'diagnostics.report': {
    kind: 'host',
    topics: [],
    about: 'Describe program and book for a report: versions, counts, sizes, settings, last errors. No names, texts or amounts.',
    fields: [],
  },
  'categorizer.status': {
    kind: 'host',
    topics: ['suggestions'],
    about: 'Say which model the categoriser uses and what it has learned from.',
    fields: [],
  },
  'categorizer.evaluate': {
    kind: 'host',
    topics: ['suggestions'],
    about: 'Replay the rows you categorised in order of date, learning only from earlier ones: how often the categoriser was right.',
    fields: [
      { name: 'limit', type: 'integer', required: false, about: 'At most so many of the newest rows; by default 5,000.' },
    ],
  },
  'sync.status': {
    kind: 'host',
    topics: ['sync'],
    about: 'Say whether the open book is synced, where, and how far this device is with the others.',
    fields: [],
  },
  'sync.unlock_keys': {
    kind: 'host',
    topics: ['sync'],
    about: 'Give the passphrase of the key file, and begin to sync. It is good until the book is closed.',
    fields: [
      { name: 'passphrase', type: 'text', required: true, about: 'Passphrase of the file.' },
    ],
  },
  'sync.set_up_folder': {
    kind: 'host',
    topics: ['sync'],
    about: 'Sync the open book with its other devices through a folder that all of them see: one that a program copies, a network drive, a stick. What lies\nin it is sealed.',
    fields: [
      { name: 'folder', type: 'text', required: true, about: 'Path of the folder. It must be there.' },
    ],
  },
  'sync.set_up': {
    kind: 'host',
    topics: ['sync', 'notices'],
    about: 'Sync the open book with its other devices through a server, which cannot read it.',
    fields: [
      { name: 'account', type: 'text', required: false, about: 'Name of the account there; left out with the password after signing in with `sync.sign_in`.' },
      { name: 'invitation', type: 'text', required: false, about: 'Invitation, where the server asks for one.' },
      { name: 'new_account', type: 'boolean', required: false, about: 'Make the account; no when left out.' },
      { name: 'password', type: 'text', required: false, about: 'Its password.' },
      { name: 'server', type: 'text', required: true, about: 'Address of the server, https://...' },
    ],
  },
  'sync.join': {
    kind: 'host',
    topics: [],
    about: 'Bring a book that is synced on another device to this one, by its recovery phrase, and open it.',
    fields: [
      { name: 'account', type: 'text', required: false, about: 'Name of the account there; left out with the password after signing in with `sync.sign_in`.' },
      { name: 'password', type: 'text', required: false, about: 'Its password.' },
      { name: 'path', type: 'text', required: false, about: 'Path of the file to make; by default one in your data folder.' },
      { name: 'phrase', type: 'text', required: true, about: 'The book\'s recovery phrase: 24 words.' },
      { name: 'server', type: 'text', required: true, about: 'Address of the server, https://...' },
    ],
  },
  'sync.now': {
    kind: 'host',
    topics: ['sync'],
    about: 'Ask the server now, also when it sent this device away before.',
    fields: [],
  },
  'sync.new_phrase': {
    kind: 'host',
    topics: ['sync', 'history'],
    about: 'Make a recovery phrase for the open book, in the place of any before. It is shown once and kept nowhere.',
    fields: [],
  },
  'sync.check_phrase': {
    kind: 'host',
    topics: [],
    about: 'Say whether these words are the open book\'s recovery phrase.',
    fields: [
      { name: 'phrase', type: 'text', required: true, about: '24 words.' },
    ],
  },
  'sync.keep_phrase': {
    kind: 'host',
    topics: ['sync', 'history'],
    about: 'Make this phrase of the open book the only one. Another, which a device made at the same time, opens nothing that is changed after this.',
    fields: [
      { name: 'phrase', type: 'text', required: true, about: '24 words.' },
    ],
  },
  'sync.invite': {
    kind: 'host',
    topics: ['sync'],
    about: 'Show a code for some minutes, and let the device in on which it is typed.',
    fields: [],
  },
  'sync.invitation': {
    kind: 'host',
    topics: ['sync'],
    about: 'Say what became of the code that is shown.',
    fields: [],
  },
  'sync.end_invitation': {
    kind: 'host',
    topics: ['sync'],
    about: 'Take the code that is shown back.',
    fields: [],
  },
  'sync.join_by_code': {
    kind: 'host',
    topics: [],
    about: 'Bring a book to this device with the code that a device of the book shows, and open it.',
    fields: [
      { name: 'code', type: 'text', required: true, about: 'The code: a number and two words.' },
      { name: 'folder', type: 'text', required: false, about: 'Path of the folder that the devices share.' },
      { name: 'path', type: 'text', required: false, about: 'Path of the file to make; by default one in your data folder.' },
      { name: 'server', type: 'text', required: false, about: 'Address of the server, https://... Left out where a folder takes its place.' },
    ],
  },
  'sync.join_folder': {
    kind: 'host',
    topics: [],
    about: 'Bring a book that is synced through a folder to this device, by its recovery phrase, and open it.',
    fields: [
      { name: 'folder', type: 'text', required: true, about: 'Path of the folder that the devices share.' },
      { name: 'path', type: 'text', required: false, about: 'Path of the file to make; by default one in your data folder.' },
      { name: 'phrase', type: 'text', required: true, about: 'The book\'s recovery phrase: 24 words.' },
    ],
  },
  'sync.devices': {
    kind: 'host',
    topics: [],
    about: 'List the devices of the account with which the open book is synced, and those that have the book\'s keys. Asks the server; of a folder it is\nwhat was last read there.',
    fields: [],
  },
  'sync.revoke': {
    kind: 'host',
    topics: ['sync'],
    about: 'Take a device\'s access to the account away and seal with keys that it does not get, for one that was lost or sold. What it has it keeps.',
    fields: [
      { name: 'device', type: 'text', required: true, about: 'Its tag, from `sync.devices`.' },
    ],
  },
  'sync.people': {
    kind: 'host',
    topics: [],
    about: 'List the accounts that share the open book, with their roles. Asks the server.',
    fields: [],
  },
  'sync.share': {
    kind: 'host',
    topics: ['sync'],
    about: 'Share the open book with another account of its server, and show a code for that person\'s device, which gets the keys by it. Only the\nbook\'s owner may.',
    fields: [
      { name: 'account', type: 'text', required: true, about: 'Name of the other account.' },
      { name: 'role', type: 'choice', required: true, about: '`editor` or `reader`.', choices: ['owner', 'editor', 'reader', 'gone'] },
    ],
  },
  'sync.set_role': {
    kind: 'host',
    topics: ['sync'],
    about: 'Change what a person who shares the open book may do, and seal with keys that fit. One who was let in to read gets to write with\n`sync.share` and a new code.',
    fields: [
      { name: 'account', type: 'text', required: true, about: 'Name of their account.' },
      { name: 'role', type: 'choice', required: true, about: '`editor` or `reader`.', choices: ['owner', 'editor', 'reader', 'gone'] },
    ],
  },
  'sync.unshare': {
    kind: 'host',
    topics: ['sync'],
    about: 'Take a person out of those who share the open book, and seal with keys that their devices do not get. What they have they keep.',
    fields: [
      { name: 'account', type: 'text', required: true, about: 'Name of their account.' },
    ],
  },
  'sync.join_shared': {
    kind: 'host',
    topics: [],
    about: 'Bring a book to this device that somebody shares with your account, with the code that their device shows, and open it.',
    fields: [
      { name: 'account', type: 'text', required: false, about: 'Name of your account there; left out with the password after signing in with `sync.sign_in`.' },
      { name: 'code', type: 'text', required: true, about: 'The code: a number and two words.' },
      { name: 'invitation', type: 'text', required: false, about: 'Invitation, where the server asks for one.' },
      { name: 'new_account', type: 'boolean', required: false, about: 'Make the account; no when left out.' },
      { name: 'password', type: 'text', required: false, about: 'Its password.' },
      { name: 'path', type: 'text', required: false, about: 'Path of the file to make; by default one in your data folder.' },
      { name: 'server', type: 'text', required: true, about: 'Address of the server, https://...' },
    ],
  },
  'sync.sign_in': {
    kind: 'host',
    topics: ['sync'],
    about: 'Begin to sign in through the issuer that a server trusts. A person goes on at the address that is answered; then the operations that ask\nfor an account and its password need neither.',
    fields: [
      { name: 'server', type: 'text', required: true, about: 'Address of the server, https://...' },
    ],
  },
  'sync.sign_in_state': {
    kind: 'host',
    topics: ['sync'],
    about: 'Say what became of signing in.',
    fields: [],
  },
  'sync.hosting': {
    kind: 'host',
    topics: [],
    about: 'Say whether the server reads the open book, how far it is, and which access tokens there are. Asks the server.',
    fields: [],
  },
  'sync.notices': {
    kind: 'host',
    topics: ['notices'],
    about: 'List what a server that reads the open book has to tell about it. Asks the server; where none reads the book the list is empty.',
    fields: [
      { name: 'cursor', type: 'text', required: false, about: 'The `next_cursor` of the page before.' },
    ],
  },
  'sync.read_notices': {
    kind: 'host',
    topics: ['notices'],
    about: 'Note that notices about the open book were read, on every device. Answers the list as it is then.',
    fields: [
      { name: 'ids', type: 'json', required: true, about: 'Their numbers, from `sync.notices`.' },
    ],
  },
  'sync.jobs': {
    kind: 'host',
    topics: ['notices'],
    about: 'List what a server that reads the open book does, or did, for it. Asks the server.',
    fields: [
      { name: 'cursor', type: 'text', required: false, about: 'The `next_cursor` of the page before.' },
    ],
  },
  'sync.notice_wishes': {
    kind: 'host',
    topics: ['notices'],
    about: 'Say how the account that syncs the open book wants to hear of its books outside the program. Asks the server.',
    fields: [],
  },
  'sync.set_notice_wishes': {
    kind: 'host',
    topics: ['notices'],
    about: 'Set how the account that syncs the open book wants to hear of all its books outside the program.',
    fields: [
      { name: 'email', type: 'text', required: false, about: 'Language of mail, `en` or `pt-BR`; no mail when left out. It goes to the account\'s name, which must be an address.' },
      { name: 'unwanted', type: 'json', required: false, about: 'What is not wanted outside the program; nothing when left out.' },
    ],
  },
  'sync.statements': {
    kind: 'host',
    topics: ['notices', 'accounts'],
    about: 'List the statements that were handed to a server which reads the open book, those that wait for a review first. Asks the server.',
    fields: [
      { name: 'cursor', type: 'text', required: false, about: 'The `next_cursor` of the page before.' },
    ],
  },
  'sync.statement': {
    kind: 'host',
    topics: ['notices', 'accounts', 'transactions'],
    about: 'Show a statement that was handed to a server which reads the open book: each line in doubt with the row it perhaps is. Asks the server.',
    fields: [
      { name: 'id', type: 'text', required: true, about: 'Its id, from `sync.statements`.' },
    ],
  },
  'sync.decide_statement': {
    kind: 'host',
    topics: ['notices'],
    about: 'Say what becomes of the lines in doubt of a statement at the server, which then writes it into the open book. Every such line wants a decision.',
    fields: [
      { name: 'decisions', type: 'json', required: false, about: 'What becomes of single lines; none when left out.' },
      { name: 'id', type: 'text', required: true, about: 'Its id, from `sync.statements`.' },
      { name: 'others', type: 'choice', required: false, about: 'What becomes of all other lines in doubt.', choices: ['merge', 'add', 'leave_out'] },
    ],
  },
  'sync.discard_statement': {
    kind: 'host',
    topics: ['notices'],
    about: 'Give a statement up that waits at the server: nothing of it comes into the open book.',
    fields: [
      { name: 'id', type: 'text', required: true, about: 'Its id, from `sync.statements`.' },
    ],
  },
  'sync.upload_statement': {
    kind: 'host',
    topics: ['notices'],
    about: 'Hand a statement to a server that reads the open book, which imports it. What leaves a doubt waits for a review.',
    fields: [
      { name: 'account', type: 'text', required: false, about: 'Name or id of the account it is of; by default the one with the number that the file names.' },
      { name: 'path', type: 'text', required: true, about: 'The file, or one that was staged.' },
    ],
  },
  'sync.monthly_reports': {
    kind: 'host',
    topics: ['notices'],
    about: 'List the monthly reports that a server which reads the open book made of it, or is to make, newest first. Asks the server.',
    fields: [
      { name: 'cursor', type: 'text', required: false, about: 'The `next_cursor` of the page before.' },
    ],
  },
  'sync.ask_report': {
    kind: 'host',
    topics: ['notices'],
    about: 'Have a server that reads the open book make a month\'s report. A notice says when it is ready.',
    fields: [
      { name: 'format', type: 'choice', required: false, about: 'PDF or CSV; both when left out.', choices: ['csv', 'pdf'] },
      { name: 'language', type: 'text', required: false, about: 'pt-BR or en; by default the book\'s.' },
      { name: 'month', type: 'text', required: true, about: 'The month, `YYYY-MM`.' },
    ],
  },
  'sync.fetch_report': {
    kind: 'host',
    topics: [],
    about: 'Bring a file of a monthly report here, which a server made of the open book.',
    fields: [
      { name: 'format', type: 'choice', required: true, about: 'PDF or CSV.', choices: ['csv', 'pdf'] },
      { name: 'id', type: 'text', required: true, about: 'The report\'s id, from `sync.monthly_reports`.' },
      { name: 'path', type: 'text', required: false, about: 'Write the file here, whole or not at all, instead of answering with its content.' },
    ],
  },
  'sync.report_wish': {
    kind: 'host',
    topics: ['notices'],
    about: 'Say whether a server that reads the open book makes a month\'s report by itself once the month has ended. Asks the server.',
    fields: [],
  },
  'sync.set_report_wish': {
    kind: 'host',
    topics: ['notices'],
    about: 'Have a server that reads the open book make a month\'s report by itself once the month has ended, or no longer. The book\'s owner decides that.',
    fields: [
      { name: 'language', type: 'text', required: false, about: 'pt-BR or en; by default the book\'s.' },
      { name: 'wanted', type: 'boolean', required: true, about: 'It is to.' },
    ],
  },
  'sync.webhooks': {
    kind: 'host',
    topics: ['notices'],
    about: 'List the addresses to which a server sends its notices about the open book for the account that syncs it. Asks the server.',
    fields: [],
  },
  'sync.add_webhook': {
    kind: 'host',
    topics: ['notices'],
    about: 'Have a server send its notices about the open book to an address too. What they are signed with is shown once.',
    fields: [
      { name: 'url', type: 'text', required: true, about: 'The address, `https://…`.' },
    ],
  },
  'sync.remove_webhook': {
    kind: 'host',
    topics: ['notices'],
    about: 'Have a server send notices to an address no longer. Answers the list as it is then.',
    fields: [
      { name: 'id', type: 'integer', required: true, about: 'Its number, from `sync.webhooks`.' },
    ],
  },
  'sync.host': {
    kind: 'host',
    topics: ['sync', 'notices', 'history'],
    about: 'Let the server read the open book: all of it, and all that was ever changed, and write to it. What it has read it has read. Only the\nbook\'s owner may.',
    fields: [],
  },
  'sync.unhost': {
    kind: 'host',
    topics: ['sync', 'notices', 'history'],
    about: 'Take the server out of those who can read the open book: it forgets what it made of it and gets no later keys. What it has read it has read.',
    fields: [],
  },
  'sync.make_token': {
    kind: 'host',
    topics: ['sync'],
    about: 'Make an access token for the API of the open book, which the server reads. It is shown once and kept nowhere.',
    fields: [
      { name: 'name', type: 'text', required: true, about: 'What it is for.' },
      { name: 'writes', type: 'boolean', required: false, about: 'It may change the book too; it may only read it when left out.' },
    ],
  },
  'sync.end_token': {
    kind: 'host',
    topics: ['sync'],
    about: 'End an access token for the API of the open book.',
    fields: [
      { name: 'id', type: 'integer', required: true, about: 'Its number, from `sync.hosting`.' },
    ],
  },
  'sync.keep_keys': {
    kind: 'host',
    topics: ['sync'],
    about: 'Keep what lets this device in, and its own key, in this computer\'s keychain, in a file behind a passphrase, or in the book\'s file.',
    fields: [
      { name: 'keep', type: 'choice', required: true, about: 'Where.', choices: ['book', 'keychain', 'file'] },
      { name: 'passphrase', type: 'text', required: false, about: 'Passphrase of the file.' },
    ],
  },
  'sync.leave': {
    kind: 'host',
    topics: ['sync', 'notices'],
    about: 'Stop syncing the open book on this device. What is here stays here, what is on the server stays there.',
    fields: [],
  },
};
