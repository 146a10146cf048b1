/** What terminals obey instead of showing it, and what turns the direction of a text: controls but for line feed and tab, and noncharacters. */
const UNSEEN = /(?![\n\t])[\p{Cc}\u00ad\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff]/gu;

/** A text that a tenant may have written, with visible escapes (`\u001b`) for what no reader would see. */
export function visible(text: string): string {
  return text.replaceAll(UNSEEN, (letter) => `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
