# says: resource `google_cloud_tasks_queue.main` is not declared
output "queue" {
  description = "Queue."
  value = google_cloud_tasks_queue.main.id # here
}
