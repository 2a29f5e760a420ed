// Texts of the scripts: in English where they are used, else as the page gives them in its language.
const words = JSON.parse(document.body.dataset.words || "{}");
export const _ = (text, given = {}) => (words[text] ?? text).replace(/%\((\w+)\)s/g, (all, name) => given[name] ?? all);
