// The menu of the table editor, which comes in English alone.
{
  const { dictionaryKeys: key, registerLanguageDictionary } = Handsontable.languages;
  registerLanguageDictionary({
    languageCode: "fr-FR",
    [key.CONTEXTMENU_ITEMS_ROW_ABOVE]: "Insérer une ligne au-dessus",
    [key.CONTEXTMENU_ITEMS_ROW_BELOW]: "Insérer une ligne en dessous",
    [key.CONTEXTMENU_ITEMS_INSERT_LEFT]: "Insérer une colonne à gauche",
    [key.CONTEXTMENU_ITEMS_INSERT_RIGHT]: "Insérer une colonne à droite",
    [key.CONTEXTMENU_ITEMS_REMOVE_ROW]: ["Supprimer la ligne", "Supprimer les lignes"],
    [key.CONTEXTMENU_ITEMS_REMOVE_COLUMN]: ["Supprimer la colonne", "Supprimer les colonnes"],
    [key.CONTEXTMENU_ITEMS_UNDO]: "Annuler",
    [key.CONTEXTMENU_ITEMS_REDO]: "Rétablir",
  });
}
