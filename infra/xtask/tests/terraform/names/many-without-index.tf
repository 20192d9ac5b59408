# says: `google_cloud_tasks_queue.main` is many
resource "google_cloud_tasks_queue" "main" {
  for_each = toset(["a"])

  name = each.key
  location = "y"
}

output "queue" {
  description = "Queue."
  value = google_cloud_tasks_queue.main.id # here
}
