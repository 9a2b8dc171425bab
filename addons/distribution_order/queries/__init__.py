"""Questions about orders, as SQL values; nothing here touches a cursor."""
