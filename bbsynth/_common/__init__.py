"""What every room uses: files, folders, logs, processes, resources. It knows of no other room."""
