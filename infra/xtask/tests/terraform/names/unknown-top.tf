# says: Terraform has no block `resources`
resources "google_cloud_tasks_queue" "main" { # here
}
