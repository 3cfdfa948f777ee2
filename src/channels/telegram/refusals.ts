/**
 * An edit that changes nothing is refused, and nothing but the words tells it from other refusals:
 * `{"ok": false, "error_code": 400, "description": "Bad Request: message is not modified: specified new message content
 * and reply markup are exactly the same as a current content and reply markup of the message"}`.
 * If the words ever change, the person gets the message a second time instead.
 */
export const isNotModified = (description: string): boolean => description.includes('message is not modified');
